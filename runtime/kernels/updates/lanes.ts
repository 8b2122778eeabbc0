/** From a to b by weight, from the nearer end, as torch.lerp. */
export function lerp(a: v128, b: v128, weight: f32): v128 {
  const d = f32x4.sub(b, a);
  return weight < 0.5
    ? f32x4.add(a, f32x4.mul(f32x4.splat(weight), d))
    : f32x4.sub(b, f32x4.mul(d, f32x4.splat(<f32>1 - weight)));
}
