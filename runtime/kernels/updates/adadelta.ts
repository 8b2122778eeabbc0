import { averageOfSquares, penalized } from './moments';
import { each, one } from './numbers';

/** `v` is the average of the squared gradients, `d` that of the squared steps. */
export function adadelta(p: usize, g: usize, v: usize, d: usize, _: usize, n: i32, numbers: usize): void {
  const sign = each(numbers, 0),
    weightDecay = each(numbers, 1),
    decays = one(numbers, 1) !== 0,
    rho = each(numbers, 2),
    rhoRest = each(numbers, 3),
    eps = each(numbers, 4),
    lr = each(numbers, 5);
  for (let at: usize = 0, end = (<usize>n) << 2; at < end; at += 16) {
    const pi = v128.load(p + at);
    const gi = penalized(v128.load(g + at), pi, sign, weightDecay, decays);
    const vi = averageOfSquares(v128.load(v + at), gi, rho, rhoRest);
    const di = v128.load(d + at);
    const scale = f32x4.div(f32x4.sqrt(f32x4.add(di, eps)), f32x4.sqrt(f32x4.add(vi, eps)));
    const step = f32x4.mul(scale, gi);
    v128.store(v + at, vi);
    v128.store(d + at, averageOfSquares(di, step, rho, rhoRest));
    v128.store(p + at, f32x4.sub(pi, f32x4.mul(lr, step)));
  }
}
