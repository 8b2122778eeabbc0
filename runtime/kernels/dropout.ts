/** The finalizer of MurmurHash3 (public domain), on four counters. */
function mix4(h: v128): v128 {
  h = i32x4.mul(v128.xor(h, i32x4.shr_u(h, 16)), i32x4.splat(0x85ebca6b));
  h = i32x4.mul(v128.xor(h, i32x4.shr_u(h, 13)), i32x4.splat(0xc2b2ae35));
  return v128.xor(h, i32x4.shr_u(h, 16));
}

function mix(h: u32): u32 {
  h = (h ^ (h >> 16)) * 0x85ebca6b;
  h = (h ^ (h >> 13)) * 0xc2b2ae35;
  return h ^ (h >> 16);
}

/**
 * o[i] = x[i] * scale where the random number of (seed, i) is at least `threshold` (rate * 2^32), else 0. The same
 * numbers as `hash32` of src/nn/random.ts, so that a mask need not be kept for the gradient.
 */
export function dropout(x: usize, o: usize, n: i32, seed: u32, threshold: u32, scale: f32): void {
  const seed4 = i32x4.splat(seed),
    threshold4 = i32x4.splat(threshold),
    scale4 = f32x4.splat(scale);
  let counter = i32x4.add(i32x4.splat(0x9e3779b9), i32x4(0, 1, 2, 3));
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    const keep = i32x4.ge_u(mix4(v128.xor(mix4(counter), seed4)), threshold4);
    const at = (<usize>i) << 2;
    v128.store(o + at, v128.and(f32x4.mul(v128.load(x + at), scale4), keep));
    counter = i32x4.add(counter, i32x4.splat(4));
  }
  for (; i < n; i++) {
    const at = (<usize>i) << 2;
    store<f32>(o + at, mix(mix(<u32>i + 0x9e3779b9) ^ seed) >= threshold ? load<f32>(x + at) * scale : 0);
  }
}
