import uPlot from 'uplot';
import { Straightened } from '../model/straight.js';

/** Points that are nearer to each other than this, in canvas pixels, are drawn as their first, lowest, highest and last. */
const bucket = 0.75;
/** A line is drawn so exactly, in canvas pixels. */
const tolerance = 0.05;

/**
 * A line through a series' points as it is, to fractions of pixels; dense points are thinned so that no pixel changes much.
 * (uPlot's own way moves dense points to whole pixels, which gives steep lines steps.)
 */
export function linePath(u: uPlot, index: number, from: number, to: number): uPlot.Series.Paths | null {
  const stroke = new Path2D();
  uPlot.orient(u, index, (_series, xs, ys, scaleX, scaleY, xOf, yOf, left, top, width, height) => {
    let start = Number.NEGATIVE_INFINITY;
    let low = 0;
    let high = 0;
    let last = 0;
    let count = 0;
    const xAt = (i: number) => xOf(xs[i] as number, scaleX, width, left);
    const yAt = (i: number) => yOf(ys[i] as number, scaleY, height, top);
    const pen = new Straightened(
      tolerance,
      (x, y) => stroke.moveTo(x, y),
      (x, y) => stroke.lineTo(x, y),
    );
    const point = (i: number) => pen.point(xAt(i), yAt(i));
    const flush = () => {
      if (count > 2) {
        point(Math.min(low, high));
        if (low !== high) point(Math.max(low, high));
      }
      if (count > 1) point(last);
      count = 0;
    };
    for (let i = from; i <= to; i++) {
      const y = ys[i];
      if (y === undefined) continue;
      if (y === null) {
        flush();
        pen.end();
        start = Number.NEGATIVE_INFINITY;
        continue;
      }
      const x = xAt(i);
      if (x - start >= bucket) {
        flush();
        point(i);
        start = x;
        low = i;
        high = i;
        count = 1;
        continue;
      }
      if (y < (ys[low] as number)) low = i;
      if (y > (ys[high] as number)) high = i;
      last = i;
      count += 1;
    }
    flush();
    pen.end();
  });
  return { stroke };
}
