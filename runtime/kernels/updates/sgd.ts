/** `buffer` is not touched without momentum. */
export function sgd(
  p: usize,
  g: usize,
  buffer: usize,
  n: i32,
  sign: f32,
  weightDecay: f32,
  first: f32,
  momentum: f32,
  dampeningRest: f32,
  nesterov: f32,
  lr: f32,
): void {
  for (let at: usize = 0, end = (<usize>n) << 2; at < end; at += 16) {
    const pi = v128.load(p + at);
    let gi = f32x4.mul(v128.load(g + at), f32x4.splat(sign));
    if (weightDecay !== 0) gi = f32x4.add(gi, f32x4.mul(f32x4.splat(weightDecay), pi));
    if (momentum !== 0) {
      let bi = gi;
      if (first === 0)
        bi = f32x4.add(
          f32x4.mul(v128.load(buffer + at), f32x4.splat(momentum)),
          f32x4.mul(f32x4.splat(dampeningRest), gi),
        );
      v128.store(buffer + at, bi);
      gi = nesterov !== 0 ? f32x4.add(gi, f32x4.mul(f32x4.splat(momentum), bi)) : bi;
    }
    v128.store(p + at, f32x4.sub(pi, f32x4.mul(f32x4.splat(lr), gi)));
  }
}
