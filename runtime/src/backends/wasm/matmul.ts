import type { TensorInfo } from '#tf';
import * as tf from '#tf';
import { wasmDevice } from './device.js';

const FLOAT = 4;

/** Extras of a product: `bias` [N] added to each row, then negative results set to zero. */
export interface Epilogue {
  readonly bias?: TensorInfo | undefined;
  readonly relu?: boolean;
}

/** X W of matrices, either stored transposed, with an epilogue: [M,N] from [M,K] and [K,N]. */
export function gemm(
  x: TensorInfo,
  w: TensorInfo,
  transposeX: boolean,
  transposeW: boolean,
  { bias, relu = false }: Epilogue = {},
): TensorInfo {
  const [m, k] = sizes(x.shape, transposeX);
  const n = sizes(w.shape, transposeW)[1];
  const { make } = wasmDevice();
  const out = make([m, n]);
  run({ x, w, out, xAt: 0, wAt: 0, outAt: 0, m, k, n, transposeX, transposeW, bias, relu });
  return out;
}

/**
 * tf.matMul of float32 tensors, batched, either operand transposed; a batch of 1 serves all of the other operand's.
 * Undefined for what is left to TensorFlow.js: other types, and batches that broadcast in some dimensions only.
 */
export function matMul(
  a: TensorInfo,
  b: TensorInfo,
  transposeA: boolean,
  transposeB: boolean,
): TensorInfo | undefined {
  if (a.dtype !== 'float32' || b.dtype !== 'float32') return undefined;
  const aOuter = a.shape.slice(0, -2);
  const bOuter = b.shape.slice(0, -2);
  const aBatch = tf.util.sizeFromShape(aOuter);
  const bBatch = tf.util.sizeFromShape(bOuter);
  if (aOuter.join() !== bOuter.join() && aBatch !== 1 && bBatch !== 1) return undefined;
  const [m, k] = sizes(a.shape, transposeA);
  const [bK, n] = sizes(b.shape, transposeB);
  if (k !== bK) return undefined;
  const outer = tf.broadcast_util.assertAndGetBroadcastShape(aOuter, bOuter);
  const batch = tf.util.sizeFromShape(outer);
  const out = wasmDevice().make([...outer, m, n]);
  const plain = { x: a, w: b, out, k, n, transposeX: transposeA, transposeW: transposeB };
  if (bBatch === 1 && !transposeA) {
    // All matrices of the batch are one tall matrix.
    run({ ...plain, m: batch * m, xAt: 0, wAt: 0, outAt: 0 });
    return out;
  }
  for (let i = 0; i < batch; i++) {
    const xAt = aBatch === 1 ? 0 : i * m * k;
    const wAt = bBatch === 1 ? 0 : i * k * n;
    run({ ...plain, m, xAt, wAt, outAt: i * m * n });
  }
  return out;
}

/** Rows and columns of a matrix as it is used. */
function sizes(shape: readonly number[], transposed: boolean): [rows: number, columns: number] {
  const [rows = 0, columns = 0] = shape.slice(-2);
  return transposed ? [columns, rows] : [rows, columns];
}

interface Product extends Epilogue {
  readonly x: TensorInfo;
  readonly w: TensorInfo;
  readonly out: TensorInfo;
  /** Where the matrices begin, in elements. */
  readonly xAt: number;
  readonly wAt: number;
  readonly outAt: number;
  readonly m: number;
  readonly k: number;
  readonly n: number;
  readonly transposeX: boolean;
  readonly transposeW: boolean;
}

/** Multiplications that are worth waking another thread for: some ten microseconds. */
const WORTH_SHARING = 2 ** 19;

/** Chunks for each thread, so that the faster one computes more of them. */
const CHUNKS = 4;

/** Fewer rows, and a thread would spend its time on its copy of W. */
const FEWEST_ROWS = 30;

/** Rows that a kernel computes at a time. */
const TILE = 5;

function run(product: Product): void {
  const { x, w, out, m, k, n, transposeX, transposeW, bias, relu } = product;
  const { kernels, address, share, scratch, scratchBytes, threads, wide } = wasmDevice();
  const xRow = FLOAT * (transposeX ? 1 : k);
  const outRow = FLOAT * n;
  const args = [
    address(x) + FLOAT * product.xAt,
    xRow,
    FLOAT * (transposeX ? m : 1),
    address(w) + FLOAT * product.wAt,
    FLOAT * (transposeW ? 1 : n),
    FLOAT * (transposeW ? k : 1),
    address(out) + FLOAT * product.outAt,
    outRow,
    m,
    k,
    n,
    bias === undefined ? 0 : address(bias),
    relu === true ? 1 : 0,
    wide ? 1 : 0,
    scratch,
  ];
  if (threads === 1 || m * k * n < WORTH_SHARING || m <= FEWEST_ROWS) {
    kernels.gemm(...args);
    return;
  }
  const rows = Math.max(FEWEST_ROWS, m / (threads * CHUNKS));
  share({
    kernel: 'gemm',
    args,
    rowsAt: 8,
    perRow: { 0: xRow, 6: outRow },
    perThread: { 14: scratchBytes },
    rowsPerChunk: Math.ceil(rows / TILE) * TILE,
  });
}
