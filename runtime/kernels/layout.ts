/** [R,C] to [C,R], in blocks of 32 x 32 that fit the first cache. */
export function transpose(x: usize, o: usize, R: i32, C: i32): void {
  for (let i0 = 0; i0 < R; i0 += 32) {
    const i1 = min(i0 + 32, R);
    for (let j0 = 0; j0 < C; j0 += 32) {
      const j1 = min(j0 + 32, C);
      for (let j = j0; j < j1; j++) {
        for (let i = i0; i < i1; i++) {
          store<f32>(o + ((<usize>j * R + i) << 2), load<f32>(x + ((<usize>i * C + j) << 2)));
        }
      }
    }
  }
}

/** [A,B,C,D] to [A,C,B,D], D a multiple of 4: how the heads of attention are split and merged. */
export function swapMiddle(x: usize, o: usize, A: i32, B: i32, C: i32, D: i32): void {
  const bytes = (<usize>D) << 2;
  for (let i = 0; i < A; i++) {
    for (let k = 0; k < C; k++) {
      for (let j = 0; j < B; j++) {
        const from = x + <usize>((i * B + j) * C + k) * bytes;
        for (let d: usize = 0; d < bytes; d += 16) v128.store(o + d, v128.load(from + d));
        o += bytes;
      }
    }
  }
}

/** Sums of the columns of [R,C]. */
export function columnSums(x: usize, o: usize, R: i32, C: i32): void {
  const row = (<usize>C) << 2;
  let j = 0;
  for (; j + 16 <= C; j += 16) {
    let s0 = f32x4.splat(0),
      s1 = s0,
      s2 = s0,
      s3 = s0;
    let p = x + ((<usize>j) << 2);
    for (let i = 0; i < R; i++) {
      s0 = f32x4.add(s0, v128.load(p));
      s1 = f32x4.add(s1, v128.load(p, 16));
      s2 = f32x4.add(s2, v128.load(p, 32));
      s3 = f32x4.add(s3, v128.load(p, 48));
      p += row;
    }
    const at = o + ((<usize>j) << 2);
    v128.store(at, s0);
    v128.store(at, s1, 16);
    v128.store(at, s2, 32);
    v128.store(at, s3, 48);
  }
  for (; j < C; j++) {
    let s: f32 = 0;
    let p = x + ((<usize>j) << 2);
    for (let i = 0; i < R; i++) {
      s += load<f32>(p);
      p += row;
    }
    store<f32>(o + ((<usize>j) << 2), s);
  }
}

/** dy where y > 0, else 0. */
export function reluGrad(dy: usize, y: usize, o: usize, n: i32): void {
  const zero = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    const at = (<usize>i) << 2;
    v128.store(o + at, v128.and(v128.load(dy + at), f32x4.gt(v128.load(y + at), zero)));
  }
  for (; i < n; i++) {
    const at = (<usize>i) << 2;
    store<f32>(o + at, load<f32>(y + at) > 0 ? load<f32>(dy + at) : 0);
  }
}

export function copy(to: usize, from: usize, bytes: usize): void {
  memory.copy(to, from, bytes);
}
