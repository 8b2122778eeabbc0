/** o[i,:] = table[ids[i],:] * scale, D numbers a row. */
export function gatherRows(ids: usize, table: usize, o: usize, n: i32, D: i32, scale: f32): void {
  const s = f32x4.splat(scale);
  for (let i = 0; i < n; i++) {
    const from = table + ((<usize>load<i32>(ids + ((<usize>i) << 2)) * D) << 2);
    let j = 0;
    for (; j + 4 <= D; j += 4) {
      v128.store(o, f32x4.mul(v128.load(from + ((<usize>j) << 2)), s));
      o += 16;
    }
    for (; j < D; j++) {
      store<f32>(o, load<f32>(from + ((<usize>j) << 2)) * scale);
      o += 4;
    }
  }
}

/** Gradient of `gatherRows`: dTable[ids[i],:] += dy[i,:] * scale. */
export function scatterRows(ids: usize, dy: usize, dTable: usize, n: i32, D: i32, scale: f32): void {
  const s = f32x4.splat(scale);
  for (let i = 0; i < n; i++) {
    const to = dTable + ((<usize>load<i32>(ids + ((<usize>i) << 2)) * D) << 2);
    let j = 0;
    for (; j + 4 <= D; j += 4) {
      const at = to + ((<usize>j) << 2);
      v128.store(at, f32x4.add(v128.load(at), f32x4.mul(v128.load(dy), s)));
      dy += 16;
    }
    for (; j < D; j++) {
      const at = to + ((<usize>j) << 2);
      store<f32>(at, load<f32>(at) + load<f32>(dy) * scale);
      dy += 4;
    }
  }
}
