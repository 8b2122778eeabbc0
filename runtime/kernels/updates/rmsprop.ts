import { lerp } from './lanes';
import { averageOfSquares, penalized } from './moments';
import { each, one } from './numbers';

/** `buffer` is not touched without momentum; `mean` is 0 when it is not centred. */
export function rmsprop(
  p: usize,
  g: usize,
  v: usize,
  buffer: usize,
  mean: usize,
  n: i32,
  numbers: usize,
): void {
  const sign = each(numbers, 0),
    weightDecay = each(numbers, 1),
    decays = one(numbers, 1) !== 0,
    alpha = each(numbers, 2),
    alphaRest = each(numbers, 3),
    meanRest = one(numbers, 3),
    eps = each(numbers, 4),
    momentum = each(numbers, 5),
    moves = one(numbers, 5) > 0,
    lr = each(numbers, 6);
  for (let at: usize = 0, end = (<usize>n) << 2; at < end; at += 16) {
    const pi = v128.load(p + at);
    const gi = penalized(v128.load(g + at), pi, sign, weightDecay, decays);
    let vi = averageOfSquares(v128.load(v + at), gi, alpha, alphaRest);
    v128.store(v + at, vi);
    if (mean !== 0) {
      const mi = lerp(v128.load(mean + at), gi, meanRest);
      v128.store(mean + at, mi);
      vi = f32x4.sub(vi, f32x4.mul(mi, mi));
    }
    const denominator = f32x4.add(f32x4.sqrt(vi), eps);
    if (moves) {
      const bi = f32x4.add(f32x4.mul(v128.load(buffer + at), momentum), f32x4.div(gi, denominator));
      v128.store(buffer + at, bi);
      v128.store(p + at, f32x4.sub(pi, f32x4.mul(lr, bi)));
    } else {
      v128.store(p + at, f32x4.sub(pi, f32x4.div(f32x4.mul(lr, gi), denominator)));
    }
  }
}
