import { area, line } from 'd3-shape';
import type { Series } from './series.js';

/** Pixels from the left and from the top. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** How much of a curve is kept: the width of a column that shows at most four points, and how far the line may stray. */
export interface Detail {
  readonly column: number;
  readonly tolerance: number;
}

/** Where a series is drawn. */
export interface Plane {
  x(step: number): number;
  step(x: number): number;
  y(lr: number): number;
}

/**
 * The runs of finite points of a series, reduced to what pixels can show: in each column the first, lowest, highest and last
 * point, and always the peak. A value that is not finite ends a run.
 */
function columns(series: Series, plane: Plane, width: number): Point[][] {
  const { steps, lr } = series.optimizer;
  const runs: Point[][] = [];
  let run: Point[] = [];
  // Indices into steps; -1 while the column is empty.
  let first = -1;
  let low = -1;
  let high = -1;
  let last = -1;
  const at = (i: number): Point => ({ x: plane.x(steps[i] as number), y: plane.y(lr[i] as number) });
  const flush = () => {
    if (first < 0) return;
    const order = [...new Set([first, low, high, last])].sort((a, b) => a - b);
    for (const i of order) run.push(at(i));
    first = -1;
  };
  let columnEnd = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < lr.length; i++) {
    const step = steps[i] as number;
    const value = lr[i] as number;
    if (!Number.isFinite(value)) {
      flush();
      if (run.length > 0) runs.push(run);
      run = [];
      continue;
    }
    if (step >= columnEnd || first < 0) {
      flush();
      columnEnd = plane.step((Math.floor(plane.x(step) / width) + 1) * width);
      first = low = high = i;
    } else if (value < (lr[low] as number)) low = i;
    else if (value > (lr[high] as number)) high = i;
    last = i;
  }
  flush();
  if (run.length > 0) runs.push(run);
  return runs;
}

/** Puts the peak into the run that passes over it, for a curve that was sampled. */
function withPeak(runs: Point[][], peak: Point): Point[][] {
  return runs.map((run) => {
    const after = run.findIndex((point) => point.x >= peak.x);
    const next = run[after];
    if (after < 1 || next === undefined || (next.x === peak.x && next.y === peak.y)) return run;
    return [...run.slice(0, after), peak, ...run.slice(after)];
  });
}

/** Ramer-Douglas-Peucker: few of the points, whose line stays within `tolerance` pixels of all; the highest is always kept. */
export function simplify(points: readonly Point[], tolerance: number): Point[] {
  const keep = new Uint8Array(points.length);
  const end = points.length - 1;
  let top = 0;
  points.forEach((point, i) => {
    if (point.y < (points[top] as Point).y) top = i;
  });
  keep[0] = keep[top] = keep[end] = 1;
  const spans: [from: number, to: number][] = [
    [0, top],
    [top, end],
  ];
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [from, to] = span;
    const a = points[from] as Point;
    const b = points[to] as Point;
    const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
    let farthest = 0;
    let index = -1;
    for (let i = from + 1; i < to; i++) {
      const p = points[i] as Point;
      const distance = Math.abs((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)) / length;
      if (distance > farthest) {
        farthest = distance;
        index = i;
      }
    }
    if (farthest <= tolerance) continue;
    keep[index] = 1;
    spans.push([from, index], [index, to]);
  }
  return points.filter((_, i) => keep[i] === 1);
}

/** The points that draw a series: one run for each stretch without a gap. */
export function outline(series: Series, plane: Plane, detail: Detail): Point[][] {
  const runs = columns(series, plane, detail.column);
  const { peak } = series;
  const complete = peak ? withPeak(runs, { x: plane.x(peak.step), y: plane.y(peak.lr) }) : runs;
  return complete.map((run) => simplify(run, detail.tolerance));
}

const lineOf = line<Point>(
  (point) => point.x,
  (point) => point.y,
).digits(1);

/** The path data of a line through every run; coordinates have one decimal. */
export function linePath(runs: readonly Point[][]): string {
  return runs.map((run) => lineOf(run) ?? '').join('');
}

/** The path data of the area between every run and `base`. */
export function areaPath(runs: readonly Point[][], base: number): string {
  const areaOf = area<Point>(
    (point) => point.x,
    base,
    (point) => point.y,
  ).digits(1);
  return runs.map((run) => areaOf(run) ?? '').join('');
}
