import { lerp } from './lanes';

/** `rectification` is 0 while the average of squares is too short to divide by. */
export function radam(
  p: usize,
  g: usize,
  m: usize,
  v: usize,
  n: i32,
  sign: f32,
  weightDecay: f32,
  decay: f32,
  beta1Rest: f32,
  beta2: f32,
  beta2Rest: f32,
  biasCorrection1: f32,
  lr: f32,
  root2: f32,
  eps: f32,
  rectification: f32,
): void {
  const one = f32x4.splat(1);
  for (let at: usize = 0, end = (<usize>n) << 2; at < end; at += 16) {
    const pi = f32x4.mul(v128.load(p + at), f32x4.splat(decay));
    let gi = f32x4.mul(v128.load(g + at), f32x4.splat(sign));
    if (weightDecay !== 0) gi = f32x4.add(gi, f32x4.mul(f32x4.splat(weightDecay), pi));
    const mi = lerp(v128.load(m + at), gi, beta1Rest);
    const vi = f32x4.add(
      f32x4.mul(v128.load(v + at), f32x4.splat(beta2)),
      f32x4.mul(f32x4.mul(f32x4.splat(beta2Rest), gi), gi),
    );
    v128.store(m + at, mi);
    v128.store(v + at, vi);
    let step = f32x4.mul(f32x4.div(mi, f32x4.splat(biasCorrection1)), f32x4.splat(lr));
    if (rectification !== 0) {
      const inverse = f32x4.div(one, f32x4.add(f32x4.sqrt(vi), f32x4.splat(eps)));
      step = f32x4.mul(step, f32x4.mul(inverse, f32x4.splat(root2)));
      step = f32x4.mul(step, f32x4.splat(rectification));
    }
    v128.store(p + at, f32x4.sub(pi, step));
  }
}
