import { lerp } from './lanes';
import { averageOfSquares, penalized } from './moments';
import { each, one } from './numbers';

/** `largest` is 0 without amsgrad. */
export function adam(p: usize, g: usize, m: usize, v: usize, largest: usize, n: i32, numbers: usize): void {
  const sign = each(numbers, 0),
    weightDecay = each(numbers, 1),
    decays = one(numbers, 1) !== 0,
    decay = each(numbers, 2),
    beta1Rest = one(numbers, 3),
    beta2 = each(numbers, 4),
    beta2Rest = each(numbers, 5),
    stepSize = each(numbers, 6),
    root2 = each(numbers, 7),
    eps = each(numbers, 8);
  for (let at: usize = 0, end = (<usize>n) << 2; at < end; at += 16) {
    const pi = f32x4.mul(v128.load(p + at), decay);
    const gi = penalized(v128.load(g + at), pi, sign, weightDecay, decays);
    const mi = lerp(v128.load(m + at), gi, beta1Rest);
    let vi = averageOfSquares(v128.load(v + at), gi, beta2, beta2Rest);
    v128.store(m + at, mi);
    v128.store(v + at, vi);
    if (largest !== 0) {
      vi = f32x4.max(v128.load(largest + at), vi);
      v128.store(largest + at, vi);
    }
    const denominator = f32x4.add(f32x4.div(f32x4.sqrt(vi), root2), eps);
    v128.store(p + at, f32x4.sub(pi, f32x4.div(f32x4.mul(stepSize, mi), denominator)));
  }
}
