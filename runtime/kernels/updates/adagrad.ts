import { penalized } from './moments';
import { each, one } from './numbers';

/** `sum` is the sum of all squared gradients. */
export function adagrad(p: usize, g: usize, sum: usize, _: usize, __: usize, n: i32, numbers: usize): void {
  const sign = each(numbers, 0),
    weightDecay = each(numbers, 1),
    decays = one(numbers, 1) !== 0,
    eps = each(numbers, 2),
    stepSize = each(numbers, 3);
  for (let at: usize = 0, end = (<usize>n) << 2; at < end; at += 16) {
    const pi = v128.load(p + at);
    const gi = penalized(v128.load(g + at), pi, sign, weightDecay, decays);
    const si = f32x4.add(v128.load(sum + at), f32x4.mul(gi, gi));
    v128.store(sum + at, si);
    const denominator = f32x4.add(f32x4.sqrt(si), eps);
    v128.store(p + at, f32x4.sub(pi, f32x4.div(f32x4.mul(stepSize, gi), denominator)));
  }
}
