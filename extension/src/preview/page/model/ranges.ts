import type { Points } from './align.js';
import { lowerBound } from './numbers.js';
import type { Window } from './window.js';

/** A vertical axis. */
export interface Range {
  readonly min: number;
  readonly max: number;
  readonly log: boolean;
}

interface Extent {
  readonly low: number;
  readonly high: number;
  /** The lowest that a log scale can show. */
  readonly lowest: number;
  /** The lowest of the lines' highest values. */
  readonly peak: number;
}

/** Where one peak is this many times another's, the lower curve is a line on the axis to a linear scale. */
const farApart = 50;
/** Decades below the lowest peak: they show a warm-up and a decay; nine more would squeeze both. */
const shownDecades = 3;
/** Room for the peak's label. */
const headroom = 0.12;

function extent(lines: readonly Points[], window: Window): Extent {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let lowest = Number.POSITIVE_INFINITY;
  let peak = Number.POSITIVE_INFINITY;
  for (const { x, y } of lines) {
    let top = 0;
    // One point more on both sides: the line goes there.
    const to = Math.min(y.length, lowerBound(x, window.to) + 1);
    for (let i = Math.max(0, lowerBound(x, window.from) - 1); i < to; i++) {
      const value = y[i];
      if (value === null || value === undefined) continue;
      if (value < low) low = value;
      if (value > high) high = value;
      if (value > 0 && value < lowest) lowest = value;
      if (value > top) top = value;
    }
    if (top > 0 && top < peak) peak = top;
  }
  return { low, high, lowest, peak };
}

const everywhere: Window = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

/** Whether a linear scale would hide one of the curves. */
export function needsLog(lines: readonly Points[]): boolean {
  const { low, high, peak } = extent(lines, everywhere);
  return low >= 0 && Number.isFinite(peak) && high >= farApart * peak;
}

/** The vertical axis for the part of the lines that is in the window; zoomed in it may start above zero. */
export function rangeOf(lines: readonly Points[], window: Window, log: boolean, zoomed: boolean): Range {
  const { low, high, lowest, peak } = extent(lines, window);
  if (low > high) return log ? { min: 1e-4, max: 1, log } : { min: 0, max: 1, log };
  if (log && Number.isFinite(peak)) {
    const bottom = Math.max(lowest, peak * 10 ** -shownDecades);
    const top = Math.max(high, bottom * 2);
    const room = (top / bottom) ** headroom;
    const even = 10 ** Math.floor(Math.log10(bottom) + 1e-9);
    return { min: zoomed && top / bottom < 10 ? bottom / room : even, max: top * room, log: true };
  }
  if (low === high && high === 0) return { min: 0, max: 1, log: false };
  if (zoomed && low > high / 2) {
    const room = Math.max((high - low) * headroom, high * 1e-3);
    return { min: low - room, max: high + room, log: false };
  }
  const min = Math.min(0, low);
  const top = Math.max(0, high);
  const room = (top - min) * headroom;
  return { min: min < 0 ? min - room : 0, max: top + room, log: false };
}

const mantissas: readonly (readonly number[])[] = [[1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 5], [1, 3], [1]];

/** At most `most` places on a log axis, as even as they can be. */
export function logTicks({ min, max }: Range, most: number): number[] {
  const from = Math.floor(Math.log10(min));
  const to = Math.ceil(Math.log10(max));
  for (const each of mantissas) {
    const ticks: number[] = [];
    for (let power = from; power <= to; power++)
      // Spelled out, since 3 * 10 ** -5 is not 0.00003 to the last digit.
      for (const mantissa of each) ticks.push(Number(`${mantissa}e${power}`));
    const inside = ticks.filter((tick) => tick >= min * (1 - 1e-9) && tick <= max * (1 + 1e-9));
    if (inside.length <= most) return inside;
  }
  const stride = Math.max(1, Math.ceil((to - from) / most));
  const powers: number[] = [];
  for (let power = from; power <= to; power += stride) powers.push(Number(`1e${power}`));
  return powers.filter((tick) => tick >= min * (1 - 1e-9) && tick <= max);
}
