import { lerp } from './lanes';
import { averageOfSquares, penalized } from './moments';
import { each, one } from './numbers';

/** Two steps over one denominator: along the gradient and along the momentum of the next update. */
export function nadam(p: usize, g: usize, m: usize, v: usize, _: usize, n: i32, numbers: usize): void {
  const sign = each(numbers, 0),
    weightDecay = each(numbers, 1),
    decays = one(numbers, 1) !== 0,
    decay = each(numbers, 2),
    beta1Rest = one(numbers, 3),
    beta2 = each(numbers, 4),
    beta2Rest = each(numbers, 5),
    biasCorrection2 = each(numbers, 6),
    eps = each(numbers, 7),
    gradientStep = each(numbers, 8),
    momentumStep = each(numbers, 9);
  for (let at: usize = 0, end = (<usize>n) << 2; at < end; at += 16) {
    const pi = f32x4.mul(v128.load(p + at), decay);
    const gi = penalized(v128.load(g + at), pi, sign, weightDecay, decays);
    const mi = lerp(v128.load(m + at), gi, beta1Rest);
    const vi = averageOfSquares(v128.load(v + at), gi, beta2, beta2Rest);
    v128.store(m + at, mi);
    v128.store(v + at, vi);
    const denominator = f32x4.add(f32x4.sqrt(f32x4.div(vi, biasCorrection2)), eps);
    const half = f32x4.sub(pi, f32x4.div(f32x4.mul(gradientStep, gi), denominator));
    v128.store(p + at, f32x4.sub(half, f32x4.div(f32x4.mul(momentumStep, mi), denominator)));
  }
}
