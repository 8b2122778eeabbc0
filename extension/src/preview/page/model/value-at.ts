import type { Line } from './lines.js';
import { lowerBound, nearestIndex } from './numbers.js';

/** What a line says at a place. */
export interface Reading {
  readonly value: number;
  /** False between two points of a curve: the value is read off the line between them. */
  readonly exact: boolean;
}

const at = (value: number | null | undefined, exact: boolean): Reading | undefined =>
  value === null || value === undefined ? undefined : { value, exact };

/**
 * The value of a line at `x`: a curve's own, between its points; a run's nearest recorded one; the last validation's.
 * Undefined outside of the line and in its gaps.
 */
export function valueAt({ kind, x: xs, y }: Line, x: number): Reading | undefined {
  const first = xs[0];
  const last = xs[xs.length - 1];
  if (first === undefined || last === undefined || x < first || (x > last && kind !== 'valid'))
    return undefined;
  if (kind === 'valid') {
    const after = lowerBound(xs, x);
    return at(y[xs[after] === x ? after : after - 1], true);
  }
  if (kind === 'run' || kind === 'loss') return at(y[nearestIndex(xs, x)], true);
  const after = lowerBound(xs, x);
  const right = xs[after] as number;
  if (right === x) return at(y[after], true);
  const low = y[after - 1];
  const high = y[after];
  if (low === null || high === null || low === undefined || high === undefined) return undefined;
  const left = xs[after - 1] as number;
  return { value: low + ((high - low) * (x - left)) / (right - left), exact: false };
}
