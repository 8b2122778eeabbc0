// O[M,N] = A[M,K] * B[K,N] (+ bias[N]) (then relu). A and B are addressed with two strides each, so that a transposed
// operand costs nothing. B is copied in panels of 256 x 8 to `scratch` (8 KB and a tile), where it stays in the first
// cache; a tile of 4 x 8 results is held in registers, all that x86's 16 allow.

const BLOCK = 256;

/** Bytes that `gemm` needs at `scratch`. */
export const GEMM_SCRATCH = BLOCK * 32 + 128;

export function gemm(
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  bCol: usize,
  o: usize,
  oRow: usize,
  M: i32,
  K: i32,
  N: i32,
  bias: usize,
  relu: bool,
  scratch: usize,
): void {
  const tile = scratch + BLOCK * 32;
  for (let k0 = 0; k0 === 0 || k0 < K; k0 += BLOCK) {
    const depth = min(BLOCK, K - k0),
      first = k0 === 0,
      last = k0 + BLOCK >= K;
    const aBlock = a + <usize>k0 * aStep,
      bBlock = b + <usize>k0 * bStep;
    for (let j = 0; j < N; j += 8) {
      const width = min(8, N - j),
        oCol = o + ((<usize>j) << 2);
      pack(bBlock + <usize>j * bCol, bStep, bCol, depth, width, scratch);
      const start: usize = bias === 0 ? 0 : bias + ((<usize>j) << 2);
      if (width === 8) {
        let i = 0;
        for (; i + 4 <= M; i += 4) {
          const at = oCol + <usize>i * oRow;
          if (first) seed(at, oRow, start, 4);
          tile4x8(aBlock + <usize>i * aRow, aRow, aStep, scratch, at, oRow, depth, relu && last);
        }
        for (; i < M; i++) {
          const at = oCol + <usize>i * oRow;
          if (first) seed(at, oRow, start, 1);
          tile1x8(aBlock + <usize>i * aRow, aStep, scratch, at, depth, relu && last);
        }
      } else {
        // The last columns go through a tile of their own, since a full store would write into the next row.
        for (let i = 0; i < M; i++) {
          const at = oCol + <usize>i * oRow;
          for (let c = 0; c < width; c++) {
            const from: f32 = first
              ? start === 0
                ? 0
                : load<f32>(start + ((<usize>c) << 2))
              : load<f32>(at + ((<usize>c) << 2));
            store<f32>(tile + ((<usize>c) << 2), from);
          }
          tile1x8(aBlock + <usize>i * aRow, aStep, scratch, tile, depth, relu && last);
          for (let c = 0; c < width; c++)
            store<f32>(at + ((<usize>c) << 2), load<f32>(tile + ((<usize>c) << 2)));
        }
      }
    }
  }
}

/** Copies B[0..depth, 0..width] to rows of 8, the rest of each row zero. */
function pack(b: usize, bStep: usize, bCol: usize, depth: i32, width: i32, to: usize): void {
  if (width === 8 && bCol === 4) {
    for (let k = 0; k < depth; k++) {
      v128.store(to, v128.load(b));
      v128.store(to, v128.load(b, 16), 16);
      b += bStep;
      to += 32;
    }
    return;
  }
  for (let k = 0; k < depth; k++) {
    let from = b;
    for (let c = 0; c < 8; c++) {
      store<f32>(to, c < width ? load<f32>(from) : 0);
      from += bCol;
      to += 4;
    }
    b += bStep;
  }
}

/** Rows of 8 results begin with the bias, or with zero. */
function seed(o: usize, oRow: usize, bias: usize, rows: i32): void {
  const low = bias === 0 ? f32x4.splat(0) : v128.load(bias),
    high = bias === 0 ? f32x4.splat(0) : v128.load(bias, 16);
  for (let i = 0; i < rows; i++) {
    v128.store(o, low);
    v128.store(o, high, 16);
    o += oRow;
  }
}

function tile4x8(
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  o: usize,
  oRow: usize,
  K: i32,
  relu: bool,
): void {
  const a1 = aRow,
    a2 = aRow * 2,
    a3 = aRow * 3,
    o1 = o + oRow,
    o2 = o1 + oRow,
    o3 = o2 + oRow;
  let c00 = v128.load(o),
    c01 = v128.load(o, 16),
    c10 = v128.load(o1),
    c11 = v128.load(o1, 16);
  let c20 = v128.load(o2),
    c21 = v128.load(o2, 16),
    c30 = v128.load(o3),
    c31 = v128.load(o3, 16);
  for (let k = 0; k < K; k++) {
    const b0 = v128.load(b),
      b1 = v128.load(b, 16);
    const v0 = v128.load32_splat(a),
      v1 = v128.load32_splat(a + a1);
    c00 = f32x4.add(c00, f32x4.mul(v0, b0));
    c01 = f32x4.add(c01, f32x4.mul(v0, b1));
    c10 = f32x4.add(c10, f32x4.mul(v1, b0));
    c11 = f32x4.add(c11, f32x4.mul(v1, b1));
    const v2 = v128.load32_splat(a + a2),
      v3 = v128.load32_splat(a + a3);
    c20 = f32x4.add(c20, f32x4.mul(v2, b0));
    c21 = f32x4.add(c21, f32x4.mul(v2, b1));
    c30 = f32x4.add(c30, f32x4.mul(v3, b0));
    c31 = f32x4.add(c31, f32x4.mul(v3, b1));
    a += aStep;
    b += 32;
  }
  if (relu) {
    const zero = f32x4.splat(0);
    c00 = f32x4.max(c00, zero);
    c01 = f32x4.max(c01, zero);
    c10 = f32x4.max(c10, zero);
    c11 = f32x4.max(c11, zero);
    c20 = f32x4.max(c20, zero);
    c21 = f32x4.max(c21, zero);
    c30 = f32x4.max(c30, zero);
    c31 = f32x4.max(c31, zero);
  }
  v128.store(o, c00);
  v128.store(o, c01, 16);
  v128.store(o1, c10);
  v128.store(o1, c11, 16);
  v128.store(o2, c20);
  v128.store(o2, c21, 16);
  v128.store(o3, c30);
  v128.store(o3, c31, 16);
}

function tile1x8(a: usize, aStep: usize, b: usize, o: usize, K: i32, relu: bool): void {
  let c0 = v128.load(o),
    c1 = v128.load(o, 16);
  for (let k = 0; k < K; k++) {
    const v = v128.load32_splat(a);
    c0 = f32x4.add(c0, f32x4.mul(v, v128.load(b)));
    c1 = f32x4.add(c1, f32x4.mul(v, v128.load(b, 16)));
    a += aStep;
    b += 32;
  }
  if (relu) {
    c0 = f32x4.max(c0, f32x4.splat(0));
    c1 = f32x4.max(c1, f32x4.splat(0));
  }
  v128.store(o, c0);
  v128.store(o, c1, 16);
}
