// O[M,N] = A[M,K] B[K,N] (+ bias[N]) (then relu). A and B are addressed with two strides each, so that a transposed
// operand costs nothing. After Goto and van de Geijn, "Anatomy of high-performance matrix multiplication", 2008: a block
// of B is packed for the second cache, ROWS rows of A for the first, and a tile of results is held in registers.
import { packA, packB } from './pack';
import { ROWS, rectify, tile8, tile16 } from './tile';

/** Steps of the sum, and columns of B, in a block. */
const DEPTH = 256,
  COLUMNS = 256;
const WIDEST = 16;

const TILE_BYTES: usize = ROWS * WIDEST * 4,
  ZEROS_BYTES: usize = WIDEST * 4,
  A_BYTES: usize = DEPTH * ROWS * 4;

/** Bytes that `gemm` needs at `scratch`. */
export const gemmScratch: usize = TILE_BYTES + ZEROS_BYTES + A_BYTES + DEPTH * COLUMNS * 4;

/** `wide`: with tiles of 16 columns, for a module that V8 has revectorized. The results are the same. */
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
  wide: bool,
  scratch: usize,
): void {
  const tile = scratch,
    zeros = tile + TILE_BYTES,
    packedA = zeros + ZEROS_BYTES,
    packedB = packedA + A_BYTES;
  const width = wide ? 16 : 8;
  memory.fill(zeros, 0, ZEROS_BYTES);
  for (let j0 = 0; j0 < N; j0 += COLUMNS) {
    const columns = min(COLUMNS, N - j0);
    for (let k0 = 0; k0 === 0 || k0 < K; k0 += DEPTH) {
      const depth = min(DEPTH, K - k0),
        first = k0 === 0,
        isLast = k0 + DEPTH >= K;
      packB(b + <usize>k0 * bStep + <usize>j0 * bCol, bStep, bCol, depth, columns, width, packedB);
      for (let i = 0; i < M; i += ROWS) {
        const rows = min(ROWS, M - i);
        packA(a + <usize>i * aRow + <usize>k0 * aStep, aRow, aStep, rows, depth, packedA);
        const oRows = o + <usize>i * oRow;
        for (let j = 0; j < columns; j += width) {
          const at = oRows + ((<usize>(j0 + j)) << 2),
            panel = packedB + ((<usize>(j * depth)) << 2),
            filled = min(width, columns - j);
          let from = at,
            fromRow = oRow;
          if (first) {
            from = bias === 0 ? zeros : bias + ((<usize>(j0 + j)) << 2);
            fromRow = 0;
          }
          const isWhole = rows === ROWS && filled === width;
          let to = at,
            toRow = oRow;
          if (!isWhole) {
            // At the edges in a tile of its own, since a full one would write over what stands beside it.
            to = tile;
            toRow = (<usize>width) << 2;
            if (from !== zeros) {
              copyTile(from, fromRow, tile, toRow, rows, filled);
              from = tile;
              fromRow = toRow;
            }
          }
          if (wide) tile16(packedA, panel, from, fromRow, to, toRow, depth);
          else tile8(packedA, panel, from, fromRow, to, toRow, depth);
          if (relu && isLast) rectify(to, toRow, width);
          if (!isWhole) copyTile(tile, toRow, at, oRow, rows, filled);
        }
      }
    }
  }
}

function copyTile(from: usize, fromRow: usize, to: usize, toRow: usize, rows: i32, columns: i32): void {
  for (let i = 0; i < rows; i++) {
    for (let c: usize = 0; c < (<usize>columns) << 2; c += 4) store<f32>(to + c, load<f32>(from + c));
    from += fromRow;
    to += toRow;
  }
}
