import { penalized } from './moments';
import { each, one } from './numbers';

/** `ax` is the average of the parameter, a copy of it while `mu` is 1. */
export function asgd(p: usize, g: usize, ax: usize, _: usize, __: usize, n: i32, numbers: usize): void {
  const sign = each(numbers, 0),
    weightDecay = each(numbers, 1),
    decays = one(numbers, 1) !== 0,
    decay = each(numbers, 2),
    eta = each(numbers, 3),
    mu = each(numbers, 4),
    averages = one(numbers, 4) !== 1;
  for (let at: usize = 0, end = (<usize>n) << 2; at < end; at += 16) {
    let pi = v128.load(p + at);
    const gi = penalized(v128.load(g + at), pi, sign, weightDecay, decays);
    pi = f32x4.sub(f32x4.mul(pi, decay), f32x4.mul(eta, gi));
    v128.store(p + at, pi);
    if (averages) {
      const ai = v128.load(ax + at);
      pi = f32x4.add(ai, f32x4.mul(f32x4.sub(pi, ai), mu));
    }
    v128.store(ax + at, pi);
  }
}
