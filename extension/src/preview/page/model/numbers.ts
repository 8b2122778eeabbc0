import type { JsonNumber } from 'optim-sches-language-server/protocol';

/** The number that JSON had no way to write. */
export const toNumber = (value: JsonNumber): number => Number(value);

/** What can be drawn of a number: null is a gap. */
export const drawable = (value: JsonNumber): number | null => {
  const number = toNumber(value);
  return Number.isFinite(number) ? number : null;
};

/** `value`, or the nearest end of the range. */
export const within = (value: number, low: number, high: number): number =>
  Math.min(Math.max(value, low), high);

/** The index of the first of ascending `values` that is not less than `wanted`; their length where all are less. */
export function lowerBound(values: ArrayLike<number>, wanted: number): number {
  let from = 0;
  let to = values.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((values[middle] as number) < wanted) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** The index of the value nearest to `wanted` in ascending `values`; -1 where there is none. */
export function nearestIndex(values: ArrayLike<number>, wanted: number): number {
  const after = lowerBound(values, wanted);
  if (after === values.length) return after - 1;
  if (after === 0) return 0;
  const before = values[after - 1] as number;
  return wanted - before <= (values[after] as number) - wanted ? after - 1 : after;
}
