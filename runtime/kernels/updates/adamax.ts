import { lerp } from './lanes';
import { penalized } from './moments';
import { each, one } from './numbers';

/** `u` is the decaying maximum of the gradient's size. */
export function adamax(p: usize, g: usize, m: usize, u: usize, _: usize, n: i32, numbers: usize): void {
  const sign = each(numbers, 0),
    weightDecay = each(numbers, 1),
    decays = one(numbers, 1) !== 0,
    beta1Rest = one(numbers, 2),
    beta2 = each(numbers, 3),
    eps = each(numbers, 4),
    stepSize = each(numbers, 5);
  for (let at: usize = 0, end = (<usize>n) << 2; at < end; at += 16) {
    const pi = v128.load(p + at);
    const gi = penalized(v128.load(g + at), pi, sign, weightDecay, decays);
    const mi = lerp(v128.load(m + at), gi, beta1Rest);
    const ui = f32x4.max(f32x4.mul(v128.load(u + at), beta2), f32x4.add(f32x4.abs(gi), eps));
    v128.store(m + at, mi);
    v128.store(u + at, ui);
    v128.store(p + at, f32x4.sub(pi, f32x4.div(f32x4.mul(stepSize, mi), ui)));
  }
}
