import { spread } from '../curve/lr-at.js';
import { startLrRun } from '../curve/lr-run.js';
import { isStateless, type Scheduler } from '../schedulers/scheduler.js';
import { warmupEndOf } from '../schedulers/warmup-end.js';
import { validations } from './validations.js';

/** A schedule with its conf and its optimizer's learning rate. */
export interface Runnable {
  readonly scheduler: Scheduler;
  readonly conf: Record<string, unknown>;
  readonly lr: number;
}

/** What a curve depends on beside its schedule. */
export interface Times {
  /** Real steps in one epoch. */
  readonly stepsPerEpoch: number;
  readonly ftFactor: number;
}

/** How long two curves are compared. */
export interface CompareOptions extends Times {
  /** Real steps of the training. */
  readonly steps: number;
  /** At most so many places are compared, spread evenly, with the bends of the curve; default: every real step. */
  readonly places?: number;
}

/** Where two curves are farthest apart. */
export interface Difference {
  readonly step: number;
  /** The difference as a share of the larger of the two. */
  readonly relative: number;
  readonly before: number;
  readonly after: number;
}

/** What a comparison says, whatever came out. */
interface Comparison {
  readonly steps: number;
  /**
   * Real steps where the learning rates differ and both are next to nothing, which counts as the same: one has 0 and the
   * other a rounding error, or the smallest start that its origin takes.
   */
  readonly nothing?: { readonly count: number; readonly first: Difference };
  /** The metrics that drive the schedules, whose values are assumed. */
  readonly assumed?: readonly string[];
}

/** How much the curve of one schedule is that of another. */
export type Sameness = Comparison &
  (
    | { readonly kind: 'exact' }
    /** The same up to where the first one ends by its own keys. */
    | { readonly kind: 'until-end'; readonly until: number; readonly largest: Difference }
    /** The second one has at real step n + shift what the first one has at n. */
    | { readonly kind: 'shifted'; readonly shift: number }
    /** `from`: the same from this real step on. */
    | { readonly kind: 'near'; readonly largest: Difference; readonly from?: number }
  );

/** Two learning rates are the same within this share of the larger. */
const tolerance = 1e-9;
/** Below this share of the peak they are both nothing: 1 + cos leaves a rounding error where a line has 0. */
const negligible = 1e-12;
/** So many real steps are compared one by one. */
const mostPlaces = 1_000_000;

/** The learning rate at a real step; NaN where the schedule has none any more. */
export type LrAt = (realStep: number) => number;

/** The learning rate at any real step up to `last`; a schedule with a memory is walked there once. */
export function lrOf({ scheduler, conf, lr }: Runnable, last: number, options: Times): LrAt {
  const { stepsPerEpoch, ftFactor } = options;
  const run = startLrRun({
    schedule: scheduler.start(conf, { lr }),
    lr,
    stepPerUpdate: 1,
    accumGrad: 1,
    ftFactor,
  });
  const epochOf = (step: number) => Math.floor((step - 1) / stepsPerEpoch) + 1;
  if (isStateless(scheduler, conf)) return (step) => run.step(step, epochOf(step));
  const metric = scheduler.metric?.(conf);
  const metrics: number[] = [];
  const walked = new Float64Array(last + 1);
  for (let step = 1; step <= last; step++) {
    walked[step] = metric ? run.step(step, epochOf(step), metrics) : run.step(step, epochOf(step));
    if (metric && step % stepsPerEpoch === 0) metrics.push(validations(metric.mode, metrics.length));
  }
  return (step) => walked[step] ?? Number.NaN;
}

interface Compared {
  readonly largest: Difference | undefined;
  readonly firstApart: number | undefined;
  readonly lastApart: number | undefined;
  readonly nothing: Sameness['nothing'];
}

/** The differences of `after(n + shift)` from `before(n)`; where `before` has no learning rate any more, it ends. */
function compareAt(before: LrAt, after: LrAt, places: Float64Array, shift: number, last: number): Compared {
  const peak = places.reduce((highest, step) => Math.max(highest, before(step) || 0), 0);
  let largest: Difference | undefined;
  let firstApart: number | undefined;
  let lastApart: number | undefined;
  let nothing: Sameness['nothing'];
  for (const step of places) {
    if (step + shift < 1 || step + shift > last) continue;
    const [a, b] = [before(step), after(step + shift)];
    if (Number.isNaN(a)) break;
    const apart = Math.abs(a - b);
    const larger = Math.max(Math.abs(a), Math.abs(b));
    if (apart <= tolerance * larger) continue;
    // NaN is far from everything.
    const relative = Number.isNaN(apart) ? 1 : apart / larger;
    const difference = { step, relative, before: a, after: b };
    if (apart <= negligible * peak) {
      nothing = { count: (nothing?.count ?? 0) + 1, first: nothing?.first ?? difference };
      continue;
    }
    if (!largest || relative > largest.relative) largest = difference;
    firstApart ??= step;
    lastApart = step;
  }
  return { largest, firstApart, lastApart, nothing };
}

/** The last real step that a schedule's own keys are about; undefined where they say nothing of an end. */
function ownEnd({ scheduler, conf }: Runnable, { stepsPerEpoch }: CompareOptions): number | undefined {
  const end = scheduler.end?.(conf);
  return end && (end.unit === 'epochs' ? end.at * stepsPerEpoch : Math.ceil(end.at));
}

function placesOf(runnables: readonly Runnable[], options: CompareOptions): Float64Array {
  const { steps, places = mostPlaces } = options;
  const even = spread(steps, Math.min(places, mostPlaces));
  if (even.length === steps) return even;
  const bends = runnables.flatMap((one) => [
    1,
    warmupEndOf(one.scheduler, one.conf, { stepsPerEpoch: options.stepsPerEpoch, accumGrad: 1 }) ?? 1,
    ownEnd(one, options) ?? 1,
  ]);
  const around = bends.flatMap((bend) => [-2, -1, 0, 1, 2].map((by) => Math.round(bend) + by));
  const within = around.filter((step) => step >= 1 && step <= steps);
  return Float64Array.from(new Set([...even, ...within])).sort();
}

function metricsOf(runnables: readonly Runnable[]): string[] {
  const metrics = runnables.flatMap(({ scheduler, conf }) => scheduler.metric?.(conf) ?? []);
  return [...new Set(metrics.map(({ name = 'the sum of the losses' }) => name))];
}

/** Compares two curves over a training, at every real step or at many. */
export function compareCurves(from: Runnable, to: Runnable, options: CompareOptions): Sameness {
  const { steps } = options;
  const places = placesOf([from, to], options);
  const [before, after] = [lrOf(from, steps, options), lrOf(to, steps, options)];
  const end = ownEnd(from, options) ?? Number.POSITIVE_INFINITY;
  const assumed = metricsOf([from, to]);
  const said = ({ nothing }: Compared) => ({
    steps,
    ...(nothing ? { nothing } : {}),
    ...(assumed.length > 0 ? { assumed } : {}),
  });
  const direct = compareAt(before, after, places, 0, steps);
  const { largest, firstApart, lastApart } = direct;
  if (!largest || firstApart === undefined || lastApart === undefined)
    return { kind: 'exact', ...said(direct) };
  if (firstApart > end) return { kind: 'until-end', until: firstApart - 1, largest, ...said(direct) };
  for (const shift of [1, -1]) {
    const moved = compareAt(before, after, places, shift, steps);
    if (moved.firstApart === undefined || moved.firstApart > end)
      return { kind: 'shifted', shift, ...said(moved) };
  }
  return {
    kind: 'near',
    largest,
    ...said(direct),
    ...(lastApart <= steps / 100 ? { from: lastApart + 1 } : {}),
  };
}

const ranks = { exact: 0, 'until-end': 1, shifted: 2, near: 3 } as const;

/** Sorts the closest first. */
export function byCloseness(a: Sameness, b: Sameness): number {
  const far = (one: Sameness) => (one.kind === 'near' ? one.largest.relative : 0);
  return ranks[a.kind] - ranks[b.kind] || far(a) - far(b);
}
