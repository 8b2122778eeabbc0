import { fma } from '../fma';

/** Queries in a vector. */
export const GROUP = 4;

/** `rows` (1 to 4) rows of D numbers to [D,4]; the last one stands in for those that are missing. */
export function transposeGroup(x: usize, row: usize, rows: i32, D: i32, to: usize): void {
  const x1 = x + row * <usize>min(1, rows - 1),
    x2 = x + row * <usize>min(2, rows - 1),
    x3 = x + row * <usize>min(3, rows - 1);
  for (let at: usize = 0; at < (<usize>D) << 2; at += 16) {
    const r0 = v128.load(x + at),
      r1 = v128.load(x1 + at),
      r2 = v128.load(x2 + at),
      r3 = v128.load(x3 + at);
    const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5),
      high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7),
      low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5),
      high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
    v128.store(to, v128.shuffle<f64>(low01, low23, 0, 2));
    v128.store(to, v128.shuffle<f64>(low01, low23, 1, 3), 16);
    v128.store(to, v128.shuffle<f64>(high01, high23, 0, 2), 32);
    v128.store(to, v128.shuffle<f64>(high01, high23, 1, 3), 48);
    to += 64;
  }
}

/** o[s] = sum_d q[d] k[s,d] for s < n: products of four queries, [D,4], with n keys, four of them at a time. */
export function scores(q: usize, k: usize, kRow: usize, o: usize, oRow: usize, n: i32, D: i32): void {
  for (let s = 0; s < n; s += 4) {
    // The last key stands in for those that are missing, and is computed again.
    const s1 = <usize>min(s + 1, n - 1),
      s2 = <usize>min(s + 2, n - 1),
      s3 = <usize>min(s + 3, n - 1);
    let k0 = k + <usize>s * kRow,
      k1 = k + s1 * kRow,
      k2 = k + s2 * kRow,
      k3 = k + s3 * kRow;
    let at = q;
    let c0 = f32x4.splat(0),
      c1 = f32x4.splat(0),
      c2 = f32x4.splat(0),
      c3 = f32x4.splat(0);
    for (const end = q + ((<usize>D) << 4); at < end; at += 64) {
      const q0 = v128.load(at);
      c0 = fma(q0, v128.load32_splat(k0), c0);
      c1 = fma(q0, v128.load32_splat(k1), c1);
      c2 = fma(q0, v128.load32_splat(k2), c2);
      c3 = fma(q0, v128.load32_splat(k3), c3);
      const q1 = v128.load(at, 16);
      c0 = fma(q1, v128.load32_splat(k0, 4), c0);
      c1 = fma(q1, v128.load32_splat(k1, 4), c1);
      c2 = fma(q1, v128.load32_splat(k2, 4), c2);
      c3 = fma(q1, v128.load32_splat(k3, 4), c3);
      const q2 = v128.load(at, 32);
      c0 = fma(q2, v128.load32_splat(k0, 8), c0);
      c1 = fma(q2, v128.load32_splat(k1, 8), c1);
      c2 = fma(q2, v128.load32_splat(k2, 8), c2);
      c3 = fma(q2, v128.load32_splat(k3, 8), c3);
      const q3 = v128.load(at, 48);
      c0 = fma(q3, v128.load32_splat(k0, 12), c0);
      c1 = fma(q3, v128.load32_splat(k1, 12), c1);
      c2 = fma(q3, v128.load32_splat(k2, 12), c2);
      c3 = fma(q3, v128.load32_splat(k3, 12), c3);
      k0 += 16;
      k1 += 16;
      k2 += 16;
      k3 += 16;
    }
    v128.store(o + <usize>s * oRow, c0);
    v128.store(o + s1 * oRow, c1);
    v128.store(o + s2 * oRow, c2);
    v128.store(o + s3 * oRow, c3);
  }
}
