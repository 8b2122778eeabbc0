import type { Value } from './numbers.js';
import { ArithmeticError, toInt } from './numbers.js';

/** A float to the nearest whole number, a half to the even one. */
export function halfEven(x: number): number {
  const floor = Math.floor(x);
  const above = x - floor;
  if (above !== 0.5) return above < 0.5 ? floor : floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}

/** An int to a multiple of 10^places, a half to the even one. */
function roundInt(value: bigint, places: number): bigint {
  const unit = 10n ** BigInt(places);
  const size = value < 0n ? -value : value;
  const rest = size % unit;
  const down = size - rest;
  const up = rest * 2n > unit || (rest * 2n === unit && (down / unit) % 2n === 1n);
  const rounded = up ? down + unit : down;
  return value < 0n ? -rounded : rounded;
}

/** A float to so many places behind the point, as its exact value is rounded by hand; a half to the even digit. */
function roundFloat(x: number, places: number): number {
  // Beyond these a double has no digits left, or all of them are rounded away.
  if (!Number.isFinite(x) || places > 100 || Math.abs(x) >= 1e21) return x;
  const fixed = x.toFixed(places);
  // An exact half: 2 x 10^places is odd, so x 2^(places + 1) is. toFixed rounds it away from 0.
  const isHalf = Math.abs((x * 2 ** (places + 1)) % 2) === 1;
  const digits = BigInt(fixed.replace('.', ''));
  if (!isHalf || digits % 2n === 0n) return Number(fixed);
  return Number(`${digits > 0n ? digits - 1n : digits + 1n}e-${places}`);
}

/** Python's `round(x)` and `round(x, places)`. */
export function round(x: Value, places?: Value): Value {
  if (places === undefined) return typeof x === 'bigint' ? x : toInt(Number.isFinite(x) ? halfEven(x) : x);
  if (typeof places !== 'bigint')
    throw new ArithmeticError('TypeError', 'round takes a whole number of places.');
  const count = Number(places);
  if (typeof x === 'bigint') return count >= 0 ? x : count < -1300 ? 0n : roundInt(x, -count);
  if (count >= 0 || !Number.isFinite(x)) return roundFloat(x, Math.max(count, 0));
  if (count < -308) return 0;
  return halfEven(x / 10 ** -count) * 10 ** -count;
}
