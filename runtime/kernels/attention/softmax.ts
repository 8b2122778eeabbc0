import { exp4 } from '../exp';
import { fma } from '../fma';

/**
 * Softmax of x * scale over n rows, in place, in each lane by itself. After the row `diagonal` a row is hidden from one
 * lane more each, beginning with the first. `table` is that of `exp4`.
 */
export function softmax(x: usize, row: usize, n: i32, diagonal: i32, scale: f32, table: usize): void {
  const end = x + <usize>n * row;
  const lanes = i32x4(0, 1, 2, 3);
  for (let s = diagonal + 1; s < n; s++) {
    const at = x + <usize>s * row;
    const sees = i32x4.ge_s(lanes, i32x4.splat(s - diagonal));
    v128.store(at, v128.bitselect(v128.load(at), f32x4.splat(-Infinity), sees));
  }
  let most = f32x4.splat(-Infinity);
  for (let at = x; at < end; at += row) most = f32x4.max(most, v128.load(at));
  const factor = f32x4.splat(scale),
    shift = f32x4.neg(f32x4.mul(most, factor));
  let total = f32x4.splat(0);
  for (let at = x; at < end; at += row) {
    const e = exp4(fma(v128.load(at), factor, shift), table);
    v128.store(at, e);
    total = f32x4.add(total, e);
  }
  const inverse = f32x4.div(f32x4.splat(1), total);
  for (let at = x; at < end; at += row) v128.store(at, f32x4.mul(v128.load(at), inverse));
}

/** dx = p (dp - sum p dp) scale over n rows, in place of dp, in each lane by itself. */
export function softmaxGrad(p: usize, dp: usize, row: usize, n: i32, scale: f32): void {
  const bytes = <usize>n * row;
  let sum = f32x4.splat(0);
  for (let at: usize = 0; at < bytes; at += row) sum = fma(v128.load(p + at), v128.load(dp + at), sum);
  const factor = f32x4.splat(scale);
  for (let at: usize = 0; at < bytes; at += row) {
    const centred = f32x4.sub(v128.load(dp + at), sum);
    v128.store(dp + at, f32x4.mul(f32x4.mul(v128.load(p + at), factor), centred));
  }
}
