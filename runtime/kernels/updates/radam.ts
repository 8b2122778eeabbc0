import { lerp } from './lanes';
import { averageOfSquares, penalized } from './moments';
import { each, one } from './numbers';

/** `rectification` is 0 while the average of squares is too short to divide by. */
export function radam(p: usize, g: usize, m: usize, v: usize, _: usize, n: i32, numbers: usize): void {
  const sign = each(numbers, 0),
    weightDecay = each(numbers, 1),
    decays = one(numbers, 1) !== 0,
    decay = each(numbers, 2),
    beta1Rest = one(numbers, 3),
    beta2 = each(numbers, 4),
    beta2Rest = each(numbers, 5),
    biasCorrection1 = each(numbers, 6),
    lr = each(numbers, 7),
    root2 = each(numbers, 8),
    eps = each(numbers, 9),
    rectification = each(numbers, 10),
    rectified = one(numbers, 10) !== 0;
  for (let at: usize = 0, end = (<usize>n) << 2; at < end; at += 16) {
    const pi = f32x4.mul(v128.load(p + at), decay);
    const gi = penalized(v128.load(g + at), pi, sign, weightDecay, decays);
    const mi = lerp(v128.load(m + at), gi, beta1Rest);
    const vi = averageOfSquares(v128.load(v + at), gi, beta2, beta2Rest);
    v128.store(m + at, mi);
    v128.store(v + at, vi);
    let step = f32x4.mul(f32x4.div(mi, biasCorrection1), lr);
    if (rectified) {
      const inverse = f32x4.div(f32x4.splat(1), f32x4.add(f32x4.sqrt(vi), eps));
      step = f32x4.mul(f32x4.mul(step, f32x4.mul(inverse, root2)), rectification);
    }
    v128.store(p + at, f32x4.sub(pi, step));
  }
}
