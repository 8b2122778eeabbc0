import { lerp } from './lanes';

/** `buffer` is not touched without momentum; `mean` is 0 when it is not centred. */
export function rmsprop(
  p: usize,
  g: usize,
  v: usize,
  buffer: usize,
  mean: usize,
  n: i32,
  sign: f32,
  weightDecay: f32,
  alpha: f32,
  alphaRest: f32,
  eps: f32,
  momentum: f32,
  lr: f32,
): void {
  for (let at: usize = 0, end = (<usize>n) << 2; at < end; at += 16) {
    const pi = v128.load(p + at);
    let gi = f32x4.mul(v128.load(g + at), f32x4.splat(sign));
    if (weightDecay !== 0) gi = f32x4.add(gi, f32x4.mul(f32x4.splat(weightDecay), pi));
    let vi = f32x4.add(
      f32x4.mul(v128.load(v + at), f32x4.splat(alpha)),
      f32x4.mul(f32x4.mul(f32x4.splat(alphaRest), gi), gi),
    );
    v128.store(v + at, vi);
    if (mean !== 0) {
      const ai = lerp(v128.load(mean + at), gi, alphaRest);
      v128.store(mean + at, ai);
      vi = f32x4.sub(vi, f32x4.mul(ai, ai));
    }
    const denominator = f32x4.add(f32x4.sqrt(vi), f32x4.splat(eps));
    if (momentum !== 0) {
      const bi = f32x4.add(
        f32x4.mul(v128.load(buffer + at), f32x4.splat(momentum)),
        f32x4.div(gi, denominator),
      );
      v128.store(buffer + at, bi);
      v128.store(p + at, f32x4.sub(pi, f32x4.mul(f32x4.splat(lr), bi)));
    } else {
      v128.store(p + at, f32x4.sub(pi, f32x4.div(f32x4.mul(f32x4.splat(lr), gi), denominator)));
    }
  }
}
