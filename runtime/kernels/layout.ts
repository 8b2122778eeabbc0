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

/**
 * Sums of the columns of [R,C]. Row after row, as they stand in memory: column after column, a large matrix would come
 * from memory in pieces that the processor does not foresee.
 */
export function columnSums(x: usize, o: usize, R: i32, C: i32): void {
  const row = (<usize>C) << 2,
    whole = (<usize>(C & ~3)) << 2;
  memory.fill(o, 0, row);
  let i = 0;
  for (; i + 4 <= R; i += 4) {
    const x1 = x + row,
      x2 = x1 + row,
      x3 = x2 + row;
    let at: usize = 0;
    for (; at < whole; at += 16) {
      let s = f32x4.add(v128.load(o + at), v128.load(x + at));
      s = f32x4.add(s, v128.load(x1 + at));
      s = f32x4.add(s, v128.load(x2 + at));
      v128.store(o + at, f32x4.add(s, v128.load(x3 + at)));
    }
    for (; at < row; at += 4)
      store<f32>(
        o + at,
        load<f32>(o + at) + load<f32>(x + at) + load<f32>(x1 + at) + load<f32>(x2 + at) + load<f32>(x3 + at),
      );
    x = x3 + row;
  }
  for (; i < R; i++) {
    for (let at: usize = 0; at < row; at += 4) store<f32>(o + at, load<f32>(o + at) + load<f32>(x + at));
    x += row;
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
