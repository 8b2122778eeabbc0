/**
 * a b + c. In the module with relaxed SIMD it is rounded once where the processor can do that (every x86 since 2013,
 * every ARM), else twice: one machine always does the same.
 */
export function fma(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}
