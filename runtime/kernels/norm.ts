import { sum4 } from './exp';

/** y = (x - mean) / sqrt(variance + eps) * gamma + beta for each row of [R,C]; keeps 1 / sqrt(…) and the mean. */
export function layerNorm(
  x: usize,
  gamma: usize,
  beta: usize,
  y: usize,
  mean: usize,
  scale: usize,
  R: i32,
  C: i32,
  eps: f32,
): void {
  const C4 = C & ~3;
  for (let i = 0; i < R; i++) {
    const row = x + ((<usize>i * C) << 2),
      out = y + ((<usize>i * C) << 2);
    let s = f32x4.splat(0);
    let j = 0;
    for (; j < C4; j += 4) s = f32x4.add(s, v128.load(row + ((<usize>j) << 2)));
    let total = sum4(s);
    for (; j < C; j++) total += load<f32>(row + ((<usize>j) << 2));
    const m: f32 = total / <f32>C;
    const m4 = f32x4.splat(m);
    s = f32x4.splat(0);
    for (j = 0; j < C4; j += 4) {
      const d = f32x4.sub(v128.load(row + ((<usize>j) << 2)), m4);
      s = f32x4.add(s, f32x4.mul(d, d));
    }
    total = sum4(s);
    for (; j < C; j++) {
      const d = load<f32>(row + ((<usize>j) << 2)) - m;
      total += d * d;
    }
    const r: f32 = <f32>1 / sqrt<f32>(total / <f32>C + eps);
    const r4 = f32x4.splat(r);
    for (j = 0; j < C4; j += 4) {
      const at = (<usize>j) << 2;
      const xh = f32x4.mul(f32x4.sub(v128.load(row + at), m4), r4);
      v128.store(out + at, f32x4.add(f32x4.mul(xh, v128.load(gamma + at)), v128.load(beta + at)));
    }
    for (; j < C; j++) {
      const at = (<usize>j) << 2;
      store<f32>(out + at, (load<f32>(row + at) - m) * r * load<f32>(gamma + at) + load<f32>(beta + at));
    }
    store<f32>(mean + ((<usize>i) << 2), m);
    store<f32>(scale + ((<usize>i) << 2), r);
  }
}

/** Gradients of `layerNorm`; dGamma and dBeta, sums over the rows, must come in as zero. */
export function layerNormGrad(
  dy: usize,
  x: usize,
  gamma: usize,
  mean: usize,
  scale: usize,
  dx: usize,
  dGamma: usize,
  dBeta: usize,
  R: i32,
  C: i32,
): void {
  const C4 = C & ~3;
  for (let i = 0; i < R; i++) {
    const offset = (<usize>i * C) << 2;
    const xRow = x + offset,
      dyRow = dy + offset,
      dxRow = dx + offset;
    const m = load<f32>(mean + ((<usize>i) << 2)),
      r = load<f32>(scale + ((<usize>i) << 2));
    const m4 = f32x4.splat(m),
      r4 = f32x4.splat(r);
    let s1 = f32x4.splat(0),
      s2 = s1;
    let j = 0;
    for (; j < C4; j += 4) {
      const at = (<usize>j) << 2;
      const d = v128.load(dyRow + at),
        xh = f32x4.mul(f32x4.sub(v128.load(xRow + at), m4), r4);
      const dxh = f32x4.mul(d, v128.load(gamma + at)),
        dxh2 = f32x4.mul(d, xh);
      v128.store(dBeta + at, f32x4.add(v128.load(dBeta + at), d));
      v128.store(dGamma + at, f32x4.add(v128.load(dGamma + at), dxh2));
      s1 = f32x4.add(s1, dxh);
      s2 = f32x4.add(s2, f32x4.mul(dxh, xh));
    }
    let t1 = sum4(s1),
      t2 = sum4(s2);
    for (; j < C; j++) {
      const at = (<usize>j) << 2;
      const d = load<f32>(dyRow + at),
        xh = (load<f32>(xRow + at) - m) * r,
        dxh = d * load<f32>(gamma + at);
      store<f32>(dBeta + at, load<f32>(dBeta + at) + d);
      store<f32>(dGamma + at, load<f32>(dGamma + at) + d * xh);
      t1 += dxh;
      t2 += dxh * xh;
    }
    const m1: f32 = t1 / <f32>C,
      m2: f32 = t2 / <f32>C;
    const m14 = f32x4.splat(m1),
      m24 = f32x4.splat(m2);
    for (j = 0; j < C4; j += 4) {
      const at = (<usize>j) << 2;
      const xh = f32x4.mul(f32x4.sub(v128.load(xRow + at), m4), r4);
      const dxh = f32x4.mul(v128.load(dyRow + at), v128.load(gamma + at));
      v128.store(dxRow + at, f32x4.mul(f32x4.sub(f32x4.sub(dxh, m14), f32x4.mul(xh, m24)), r4));
    }
    for (; j < C; j++) {
      const at = (<usize>j) << 2;
      const xh = (load<f32>(xRow + at) - m) * r,
        dxh = load<f32>(dyRow + at) * load<f32>(gamma + at);
      store<f32>(dxRow + at, (dxh - m1 - xh * m2) * r);
    }
  }
}
