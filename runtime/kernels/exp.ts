import { fma } from './fma';

/** Added to a number below 2^22, leaves it rounded to an integer in the low bits of the sum. */
const ROUNDER: f32 = 12582912;

/** Numbers in the table of `exp4`. */
export const EXP_TABLE = 12;

/**
 * Writes the constants of `exp4` to `table`. V8 makes each constant of a vector anew, in three instructions, wherever it
 * is used; from memory it is one, and this halves the time of a softmax.
 */
export function writeExpTable(table: usize): void {
  store<f32>(table, -87);
  store<f32>(table, <f32>Math.LOG2E, 4);
  store<f32>(table, ROUNDER, 8);
  // ln 2 in two parts, the first exact in few bits, so that n ln 2 loses nothing.
  store<f32>(table, -0.693359375, 12);
  store<f32>(table, 2.1219444e-4, 16);
  store<f32>(table, 1.0 / 5040, 20);
  store<f32>(table, 1.0 / 720, 24);
  store<f32>(table, 1.0 / 120, 28);
  store<f32>(table, 1.0 / 24, 32);
  store<f32>(table, 1.0 / 6, 36);
  store<f32>(table, 0.5, 40);
  store<f32>(table, 1, 44);
}

/**
 * e^x of four numbers, within 2 units in the last place for x from -87 to 88; below that 0, as softmax wants it.
 * x = n ln 2 + r with |r| <= ln 2 / 2, e^r by its Taylor polynomial of degree 7, and times 2^n by adding n to the exponent.
 */
export function exp4(x: v128, table: usize): v128 {
  const smallest = v128.load32_splat(table),
    rounder = v128.load32_splat(table, 8);
  const low = f32x4.lt(x, smallest);
  x = f32x4.max(x, smallest);
  const rounded = fma(x, v128.load32_splat(table, 4), rounder);
  const n = f32x4.sub(rounded, rounder);
  const r = fma(n, v128.load32_splat(table, 16), fma(n, v128.load32_splat(table, 12), x));
  let p = fma(v128.load32_splat(table, 20), r, v128.load32_splat(table, 24));
  p = fma(p, r, v128.load32_splat(table, 28));
  p = fma(p, r, v128.load32_splat(table, 32));
  p = fma(p, r, v128.load32_splat(table, 36));
  p = fma(p, r, v128.load32_splat(table, 40));
  const one = v128.load32_splat(table, 44);
  p = fma(fma(p, r, one), r, one);
  return v128.andnot(i32x4.add(p, i32x4.shl(rounded, 23)), low);
}

/** The sum of the four numbers. */
export function sum4(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) +
    f32x4.extract_lane(v, 1) +
    (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
  );
}

/** The greatest of the four numbers. */
export function max4(v: v128): f32 {
  return max(
    max(f32x4.extract_lane(v, 0), f32x4.extract_lane(v, 1)),
    max(f32x4.extract_lane(v, 2), f32x4.extract_lane(v, 3)),
  );
}
