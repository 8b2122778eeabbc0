import { lerp } from './lanes';

/** `largest` is 0 without amsgrad. */
export function adam(
  p: usize,
  g: usize,
  m: usize,
  v: usize,
  largest: usize,
  n: i32,
  sign: f32,
  weightDecay: f32,
  decay: f32,
  beta1Rest: f32,
  beta2: f32,
  beta2Rest: f32,
  stepSize: f32,
  root2: f32,
  eps: f32,
): void {
  for (let at: usize = 0, end = (<usize>n) << 2; at < end; at += 16) {
    const pi = f32x4.mul(v128.load(p + at), f32x4.splat(decay));
    let gi = f32x4.mul(v128.load(g + at), f32x4.splat(sign));
    if (weightDecay !== 0) gi = f32x4.add(gi, f32x4.mul(f32x4.splat(weightDecay), pi));
    const mi = lerp(v128.load(m + at), gi, beta1Rest);
    let vi = f32x4.add(
      f32x4.mul(v128.load(v + at), f32x4.splat(beta2)),
      f32x4.mul(f32x4.mul(f32x4.splat(beta2Rest), gi), gi),
    );
    v128.store(m + at, mi);
    v128.store(v + at, vi);
    if (largest !== 0) {
      vi = f32x4.max(v128.load(largest + at), vi);
      v128.store(largest + at, vi);
    }
    const denominator = f32x4.add(f32x4.div(f32x4.sqrt(vi), f32x4.splat(root2)), f32x4.splat(eps));
    v128.store(p + at, f32x4.sub(pi, f32x4.div(f32x4.mul(f32x4.splat(stepSize), mi), denominator)));
  }
}
