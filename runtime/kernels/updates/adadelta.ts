/** `v` is the average of the squared gradients, `d` that of the squared steps. */
export function adadelta(
  p: usize,
  g: usize,
  v: usize,
  d: usize,
  n: i32,
  sign: f32,
  weightDecay: f32,
  rho: f32,
  rhoRest: f32,
  eps: f32,
  lr: f32,
): void {
  for (let at: usize = 0, end = (<usize>n) << 2; at < end; at += 16) {
    const pi = v128.load(p + at);
    let gi = f32x4.mul(v128.load(g + at), f32x4.splat(sign));
    if (weightDecay !== 0) gi = f32x4.add(gi, f32x4.mul(f32x4.splat(weightDecay), pi));
    const vi = f32x4.add(
      f32x4.mul(v128.load(v + at), f32x4.splat(rho)),
      f32x4.mul(f32x4.mul(f32x4.splat(rhoRest), gi), gi),
    );
    v128.store(v + at, vi);
    const di = v128.load(d + at);
    const scale = f32x4.div(
      f32x4.sqrt(f32x4.add(di, f32x4.splat(eps))),
      f32x4.sqrt(f32x4.add(vi, f32x4.splat(eps))),
    );
    const step = f32x4.mul(scale, gi);
    v128.store(
      d + at,
      f32x4.add(f32x4.mul(di, f32x4.splat(rho)), f32x4.mul(f32x4.mul(f32x4.splat(rhoRest), step), step)),
    );
    v128.store(p + at, f32x4.sub(pi, f32x4.mul(f32x4.splat(lr), step)));
  }
}
