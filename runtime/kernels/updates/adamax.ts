import { lerp } from './lanes';

/** `u` is the decaying maximum of the gradient's size. */
export function adamax(
  p: usize,
  g: usize,
  m: usize,
  u: usize,
  n: i32,
  sign: f32,
  weightDecay: f32,
  beta1Rest: f32,
  beta2: f32,
  eps: f32,
  stepSize: f32,
): void {
  for (let at: usize = 0, end = (<usize>n) << 2; at < end; at += 16) {
    const pi = v128.load(p + at);
    let gi = f32x4.mul(v128.load(g + at), f32x4.splat(sign));
    if (weightDecay !== 0) gi = f32x4.add(gi, f32x4.mul(f32x4.splat(weightDecay), pi));
    const mi = lerp(v128.load(m + at), gi, beta1Rest);
    const ui = f32x4.max(
      f32x4.mul(v128.load(u + at), f32x4.splat(beta2)),
      f32x4.add(f32x4.abs(gi), f32x4.splat(eps)),
    );
    v128.store(m + at, mi);
    v128.store(u + at, ui);
    v128.store(p + at, f32x4.sub(pi, f32x4.div(f32x4.mul(f32x4.splat(stepSize), mi), ui)));
  }
}
