/** `sum` is the sum of all squared gradients. */
export function adagrad(
  p: usize,
  g: usize,
  sum: usize,
  n: i32,
  sign: f32,
  weightDecay: f32,
  eps: f32,
  stepSize: f32,
): void {
  for (let at: usize = 0, end = (<usize>n) << 2; at < end; at += 16) {
    const pi = v128.load(p + at);
    let gi = f32x4.mul(v128.load(g + at), f32x4.splat(sign));
    if (weightDecay !== 0) gi = f32x4.add(gi, f32x4.mul(f32x4.splat(weightDecay), pi));
    const si = f32x4.add(v128.load(sum + at), f32x4.mul(gi, gi));
    v128.store(sum + at, si);
    const denominator = f32x4.add(f32x4.sqrt(si), f32x4.splat(eps));
    v128.store(p + at, f32x4.sub(pi, f32x4.div(f32x4.mul(f32x4.splat(stepSize), gi), denominator)));
  }
}
