/** From a to b by weight, from the nearer end, as torch.lerp. */
export function lerp(a: v128, b: v128, weight: f32): v128 {
  const d = f32x4.sub(b, a);
  return weight < 0.5
    ? f32x4.add(a, f32x4.mul(f32x4.splat(weight), d))
    : f32x4.sub(b, f32x4.mul(d, f32x4.splat(<f32>1 - weight)));
}

/** `lerp` of single numbers. */
export function lerpScalar(a: f32, b: f32, weight: f32): f32 {
  const d = b - a;
  return weight < 0.5 ? a + weight * d : b - d * (<f32>1 - weight);
}

/** The sum of the four numbers. */
export function sumOfVector(x: v128): f32 {
  return (
    f32x4.extract_lane(x, 0) +
    f32x4.extract_lane(x, 1) +
    (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3))
  );
}

/** The sum of the squares of `n` numbers, added up in double precision. */
export function sumOfSquares(x: usize, n: i32): f64 {
  let low = f64x2.splat(0),
    high = f64x2.splat(0);
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    const xi = v128.load(x + ((<usize>i) << 2));
    const a = f64x2.promote_low_f32x4(xi),
      b = f64x2.promote_low_f32x4(v128.shuffle<f32>(xi, xi, 2, 3, 0, 1));
    low = f64x2.add(low, f64x2.mul(a, a));
    high = f64x2.add(high, f64x2.mul(b, b));
  }
  const both = f64x2.add(low, high);
  let sum = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
  for (; i < n; i++) {
    const e = <f64>load<f32>(x + ((<usize>i) << 2));
    sum += e * e;
  }
  return sum;
}
