import { penalized } from './moments';
import { each, one } from './numbers';

/** `buffer` is not touched without momentum. */
export function sgd(p: usize, g: usize, buffer: usize, _: usize, __: usize, n: i32, numbers: usize): void {
  const sign = each(numbers, 0),
    weightDecay = each(numbers, 1),
    decays = one(numbers, 1) !== 0,
    first = one(numbers, 2) !== 0,
    momentum = each(numbers, 3),
    moves = one(numbers, 3) !== 0,
    dampeningRest = each(numbers, 4),
    nesterov = one(numbers, 5) !== 0,
    lr = each(numbers, 6);
  for (let at: usize = 0, end = (<usize>n) << 2; at < end; at += 16) {
    const pi = v128.load(p + at);
    let gi = penalized(v128.load(g + at), pi, sign, weightDecay, decays);
    if (moves) {
      let bi = gi;
      if (!first) bi = f32x4.add(f32x4.mul(v128.load(buffer + at), momentum), f32x4.mul(dampeningRest, gi));
      v128.store(buffer + at, bi);
      gi = nesterov ? f32x4.add(gi, f32x4.mul(momentum, bi)) : bi;
    }
    v128.store(p + at, f32x4.sub(pi, f32x4.mul(lr, gi)));
  }
}
