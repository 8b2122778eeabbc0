import { each } from './numbers';

/** `prev` is the gradient of the update before, 0 where it turned; `size` is the step size of each number. */
export function rprop(p: usize, g: usize, prev: usize, size: usize, _: usize, n: i32, numbers: usize): void {
  const sign = each(numbers, 0),
    shrink = each(numbers, 1),
    grow = each(numbers, 2),
    smallest = each(numbers, 3),
    largest = each(numbers, 4),
    zero = f32x4.splat(0),
    one = f32x4.splat(1);
  for (let at: usize = 0, end = (<usize>n) << 2; at < end; at += 16) {
    let gi = f32x4.mul(v128.load(g + at), sign);
    const agreement = f32x4.mul(gi, v128.load(prev + at));
    const turned = f32x4.lt(agreement, zero);
    const stays = v128.bitselect(shrink, one, turned);
    const factor = v128.bitselect(grow, stays, f32x4.gt(agreement, zero));
    // `pmax` and `pmin` are one instruction each, `max` and `min` ten.
    const si = f32x4.pmin(f32x4.pmax(f32x4.mul(v128.load(size + at), factor), smallest), largest);
    gi = v128.andnot(gi, turned);
    v128.store(size + at, si);
    v128.store(prev + at, gi);
    // The step size with the gradient's sign, 0 where the gradient is.
    const down = v128.and(si, f32x4.gt(gi, zero));
    const up = v128.and(si, f32x4.lt(gi, zero));
    v128.store(p + at, f32x4.add(f32x4.sub(v128.load(p + at), down), up));
  }
}
