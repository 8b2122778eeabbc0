/** `ax` is the average of the parameter, a copy of it while `mu` is 1. */
export function asgd(
  p: usize,
  g: usize,
  ax: usize,
  n: i32,
  sign: f32,
  weightDecay: f32,
  decay: f32,
  eta: f32,
  mu: f32,
): void {
  for (let at: usize = 0, end = (<usize>n) << 2; at < end; at += 16) {
    let pi = v128.load(p + at);
    let gi = f32x4.mul(v128.load(g + at), f32x4.splat(sign));
    if (weightDecay !== 0) gi = f32x4.add(gi, f32x4.mul(f32x4.splat(weightDecay), pi));
    pi = f32x4.sub(f32x4.mul(pi, f32x4.splat(decay)), f32x4.mul(f32x4.splat(eta), gi));
    v128.store(p + at, pi);
    if (mu !== 1) {
      const ai = v128.load(ax + at);
      pi = f32x4.add(ai, f32x4.mul(f32x4.sub(pi, ai), f32x4.splat(mu)));
    }
    v128.store(ax + at, pi);
  }
}
