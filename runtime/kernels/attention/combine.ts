import { fma } from '../fma';

/**
 * Two sums of rows of D numbers: o[j,d] = sum_i w[i,j] x[i,d] for i < n. The weights of a sum are `wStep` bytes from each
 * other, those of the second `second` bytes after those of the first; where there is one sum, `second` and `oRow` are 0.
 */
export function combine(
  w: usize,
  wStep: usize,
  second: usize,
  x: usize,
  xRow: usize,
  o: usize,
  oRow: usize,
  n: i32,
  D: i32,
): void {
  let d = 0;
  for (; d + 16 <= D; d += 16) {
    let c0 = f32x4.splat(0),
      c1 = f32x4.splat(0),
      c2 = f32x4.splat(0),
      c3 = f32x4.splat(0),
      e0 = f32x4.splat(0),
      e1 = f32x4.splat(0),
      e2 = f32x4.splat(0),
      e3 = f32x4.splat(0);
    let at = x + ((<usize>d) << 2),
      weight = w;
    for (let i = 0; i < n; i++) {
      const a = v128.load32_splat(weight),
        b = v128.load32_splat(weight + second);
      const x0 = v128.load(at);
      c0 = fma(a, x0, c0);
      e0 = fma(b, x0, e0);
      const x1 = v128.load(at, 16);
      c1 = fma(a, x1, c1);
      e1 = fma(b, x1, e1);
      const x2 = v128.load(at, 32);
      c2 = fma(a, x2, c2);
      e2 = fma(b, x2, e2);
      const x3 = v128.load(at, 48);
      c3 = fma(a, x3, c3);
      e3 = fma(b, x3, e3);
      weight += wStep;
      at += xRow;
    }
    const to = o + ((<usize>d) << 2);
    v128.store(to, c0);
    v128.store(to, c1, 16);
    v128.store(to, c2, 32);
    v128.store(to, c3, 48);
    v128.store(to + oRow, e0);
    v128.store(to + oRow, e1, 16);
    v128.store(to + oRow, e2, 32);
    v128.store(to + oRow, e3, 48);
  }
  for (; d < D; d += 4) {
    let c = f32x4.splat(0),
      e = f32x4.splat(0);
    let at = x + ((<usize>d) << 2),
      weight = w;
    for (let i = 0; i < n; i++) {
      const x0 = v128.load(at);
      c = fma(v128.load32_splat(weight), x0, c);
      e = fma(v128.load32_splat(weight + second), x0, e);
      weight += wStep;
      at += xRow;
    }
    const to = o + ((<usize>d) << 2);
    v128.store(to, c);
    v128.store(to + oRow, e);
  }
}
