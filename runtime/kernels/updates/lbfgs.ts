/** The scalar product, added up in double precision, in which each product is exact. */
export function dot(a: usize, b: usize, n: i32): f64 {
  let low = f64x2.splat(0),
    high = f64x2.splat(0);
  let at: usize = 0;
  const whole = (<usize>(n & ~3)) << 2,
    end = (<usize>n) << 2;
  for (; at < whole; at += 16) {
    const x = v128.load(a + at),
      y = v128.load(b + at);
    low = f64x2.add(low, f64x2.mul(f64x2.promote_low_f32x4(x), f64x2.promote_low_f32x4(y)));
    high = f64x2.add(high, f64x2.mul(upper(x), upper(y)));
  }
  const both = f64x2.add(low, high);
  let sum = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
  for (; at < end; at += 4) sum += <f64>load<f32>(a + at) * <f64>load<f32>(b + at);
  return sum;
}

function upper(x: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<f32>(x, x, 2, 3, 0, 1));
}

/** y += factor x */
export function addScaled(y: usize, x: usize, n: i32, factor: f32): void {
  let at: usize = 0;
  const whole = (<usize>(n & ~3)) << 2,
    end = (<usize>n) << 2;
  for (; at < whole; at += 16)
    v128.store(y + at, f32x4.add(v128.load(y + at), f32x4.mul(v128.load(x + at), f32x4.splat(factor))));
  for (; at < end; at += 4) store<f32>(y + at, load<f32>(y + at) + load<f32>(x + at) * factor);
}
