import type { Tensor1D } from '#tf';
import { dot, largest } from './flat.js';

// torch's line search (torch/optim/lbfgs.py, after minFunc by Mark Schmidt), step by step. Slopes are float32 numbers in
// torch, and so are step lengths that come from them: both are rounded where torch rounds them.

/** A place along the direction: the loss there and its gradient, which belongs to the place. */
export interface Place {
  readonly loss: number;
  readonly gradient: Tensor1D;
}

interface Point extends Place {
  readonly t: number;
  /** The slope along the direction. */
  readonly slope: number;
}

export interface LineSearch {
  readonly start: Place;
  readonly direction: Tensor1D;
  /** The slope at the start. */
  readonly slope: number;
  /** The step length that is tried first. */
  readonly t: number;
  readonly maxEvaluations: number;
  /** Evaluates at a step length. */
  readonly at: (t: number) => Promise<Place>;
}

export interface LineSearchResult extends Place {
  readonly t: number;
  readonly evaluations: number;
}

/** Sufficient decrease, and how much flatter the slope must be. */
const c1 = 1e-4;
const c2 = 0.9;
/** A bracket that is smaller, measured in parameters, is not searched any further. */
const toleranceChange = 1e-9;

const f32 = Math.fround;

/**
 * A step length at which the strong Wolfe conditions hold, or the best that was found. The gradients of all other places
 * are disposed of; that of the start stays the caller's, also when the start is the result.
 */
export async function strongWolfe(search: LineSearch): Promise<LineSearchResult> {
  const held = new Set<Tensor1D>();
  let evaluations = 0;
  const steps: Steps = {
    async at(t) {
      const place = await search.at(t);
      evaluations += 1;
      held.add(place.gradient);
      return { ...place, t, slope: await dot(place.gradient, search.direction) };
    },
    keep(points) {
      for (const gradient of held) {
        if (points.some((point) => point.gradient === gradient)) continue;
        gradient.dispose();
        held.delete(gradient);
      }
    },
  };
  const found = await zoom(search, await bracket(search, steps), steps);
  steps.keep([found]);
  return { loss: found.loss, gradient: found.gradient, t: found.t, evaluations };
}

interface Steps {
  /** Evaluates at a step length. */
  at(t: number): Promise<Point>;
  /** Frees the gradients of all places but these. */
  keep(points: readonly Point[]): void;
}

interface Bracket {
  readonly ends: [Point, Point];
  /** Places that were tried beyond the first. */
  readonly iteration: number;
  readonly isDone: boolean;
}

/** Goes further and further until a minimum lies between two places. */
async function bracket(search: LineSearch, { at, keep }: Steps): Promise<Bracket> {
  const start: Point = { ...search.start, t: 0, slope: search.slope };
  let previous = start;
  let point = await at(search.t);
  for (let iteration = 0; iteration < search.maxEvaluations; iteration++) {
    if (point.loss > armijo(search, point.t) || (iteration > 1 && point.loss >= previous.loss))
      return { ends: [previous, point], iteration, isDone: false };
    if (Math.abs(point.slope) <= flatEnough(search.slope))
      return { ends: [point, point], iteration, isDone: true };
    if (point.slope >= 0) return { ends: [previous, point], iteration, isDone: false };
    const least = point.t + 0.01 * (point.t - previous.t);
    const t = cubicMinimum(previous, point, [least, point.t * 10]);
    previous = point;
    keep([previous]);
    point = await at(t);
  }
  return { ends: [start, point], iteration: search.maxEvaluations, isDone: false };
}

/** Narrows the bracket; its lower end in the end. */
async function zoom(
  search: LineSearch,
  { ends, iteration: before, isDone }: Bracket,
  { at, keep }: Steps,
): Promise<Point> {
  const size = await largest(search.direction);
  let [low, high] = order(ends);
  let isStuck = false;
  let done = isDone;
  for (let iteration = before; !done && iteration < search.maxEvaluations; iteration++) {
    if (Math.abs(ends[1].t - ends[0].t) * size < toleranceChange) break;
    const trial = awayFromEnds(cubicMinimum(ends[0], ends[1]), ends, isStuck);
    isStuck = trial.isStuck;
    const point = await at(trial.t);
    if (point.loss > armijo(search, point.t) || point.loss >= ends[low].loss) {
      ends[high] = point;
      [low, high] = order(ends);
    } else {
      if (Math.abs(point.slope) <= flatEnough(search.slope)) done = true;
      else if (point.slope * (ends[high].t - ends[low].t) >= 0) ends[high] = ends[low];
      ends[low] = point;
    }
    keep(ends);
  }
  return ends[low];
}

/** Which end is lower, and which is not. */
function order([a, b]: Bracket['ends']): [low: 0 | 1, high: 0 | 1] {
  return a.loss <= b.loss ? [0, 1] : [1, 0];
}

/** The loss that a step must come below. */
function armijo({ start, slope }: LineSearch, t: number): number {
  return f32(start.loss + f32(c1 * t * slope));
}

const flatEnough = (slope: number): number => -f32(f32(c2) * slope);

/**
 * A step length next to an end of the bracket says little. The first time it is let pass; the second time, or on the end
 * itself, it is moved a tenth of the bracket inwards.
 */
function awayFromEnds(
  t: number,
  [a, b]: readonly [Point, Point],
  isStuck: boolean,
): { t: number; isStuck: boolean } {
  const [left, right] = [Math.min(a.t, b.t), Math.max(a.t, b.t)];
  const margin = 0.1 * (right - left);
  if (!(Math.min(right - t, t - left) < margin)) return { t, isStuck: false };
  if (!isStuck && t < right && t > left) return { t, isStuck: true };
  const isRight = Math.abs(t - right) < Math.abs(t - left);
  return { t: isRight ? right - margin : left + margin, isStuck: false };
}

/** The minimum of the cubic through two places with their slopes, within bounds; their middle where there is none. */
function cubicMinimum(a: Point, b: Point, bounds?: readonly [number, number]): number {
  const [least, most] = bounds ?? (a.t <= b.t ? [a.t, b.t] : [b.t, a.t]);
  const d1 = f32(f32(a.slope + b.slope) - f32((3 * (a.loss - b.loss)) / (a.t - b.t)));
  const square = f32(f32(d1 * d1) - f32(a.slope * b.slope));
  if (!(square >= 0)) return (least + most) / 2;
  const d2 = f32(Math.sqrt(square));
  const [near, far] = a.t <= b.t ? [a, b] : [b, a];
  const share = f32(f32(f32(far.slope + d2) - d1) / f32(f32(far.slope - near.slope) + f32(2 * d2)));
  const minimum = f32(far.t - f32((far.t - near.t) * share));
  return Math.min(Math.max(minimum, least), most);
}
