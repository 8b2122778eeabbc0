import type { TensorInfo } from '#tf';
import { wasmDevice } from './device.js';

const FLOAT = 4;

/** `batch`, `heads`, `causal` and `scale`, as TensorFlow.js hands them to a kernel. */
type Attrs = Readonly<Record<string, number | boolean>>;

/** Chunks for each thread, so that the faster one computes more of them. */
const CHUNKS = 4;

/** [o, probabilities]: attention of all heads, and what its gradient needs. */
export function attention(
  q: TensorInfo,
  kv: TensorInfo,
  lengths: TensorInfo | undefined,
  attrs: Attrs,
): TensorInfo[] {
  const { address, make, free, share, threads } = wasmDevice();
  const { batch, heads, T, T4, S, D, d, causal, scale } = layoutOf(q, kv, attrs);
  const o = make(q.shape);
  const probabilities = make([batch, heads, S, T4]);
  const scratch = make([threads, 4, D + 4]);
  const keys = address(kv);
  const rows = rowBytes(d, T, S);
  share({
    kernel: 'attention',
    args: [
      ...[address(q), FLOAT * d, keys, keys + FLOAT * d, 2 * FLOAT * d],
      ...[lengths === undefined ? 0 : address(lengths), address(o), FLOAT * d],
      ...[address(probabilities), address(scratch), batch, heads, T, S, D, causal, scale],
    ],
    rowsAt: 10,
    perRow: {
      ...{ 0: rows.queries, 2: rows.keys, 3: rows.keys, 5: lengths === undefined ? 0 : FLOAT },
      ...{ 6: rows.queries, 8: FLOAT * heads * S * T4 },
    },
    perThread: { 9: FLOAT * 4 * (D + 4) },
    rowsPerChunk: Math.ceil(batch / (threads * CHUNKS)),
  });
  free(scratch);
  return [o, probabilities];
}

/** [dq, dkv] */
export function attentionGrad(
  dO: TensorInfo,
  q: TensorInfo,
  kv: TensorInfo,
  probabilities: TensorInfo,
  lengths: TensorInfo | undefined,
  attrs: Attrs,
): TensorInfo[] {
  const { address, make, free, share, threads } = wasmDevice();
  const { batch, heads, T, T4, S, D, d, causal, scale } = layoutOf(q, kv, attrs);
  const dq = make(q.shape);
  const dkv = make(kv.shape);
  const scratch = make([threads, 4, D]);
  const dScores = make([threads, S, T4]);
  const keys = address(kv);
  const dKeys = address(dkv);
  const rows = rowBytes(d, T, S);
  share({
    kernel: 'attentionGrad',
    args: [
      ...[address(dO), FLOAT * d, address(q), FLOAT * d, keys, keys + FLOAT * d, 2 * FLOAT * d],
      ...[lengths === undefined ? 0 : address(lengths), address(probabilities)],
      ...[address(dq), dKeys, dKeys + FLOAT * d, address(scratch), address(dScores)],
      ...[batch, heads, T, S, D, causal, scale],
    ],
    rowsAt: 14,
    perRow: {
      ...{ 0: rows.queries, 2: rows.queries, 4: rows.keys, 5: rows.keys },
      ...{ 7: lengths === undefined ? 0 : FLOAT, 8: FLOAT * heads * S * T4 },
      ...{ 9: rows.queries, 10: rows.keys, 11: rows.keys },
    },
    perThread: { 12: FLOAT * 4 * D, 13: FLOAT * S * T4 },
    rowsPerChunk: Math.ceil(batch / (threads * CHUNKS)),
  });
  free(scratch);
  free(dScores);
  return [dq, dkv];
}

function layoutOf(q: TensorInfo, kv: TensorInfo, attrs: Attrs) {
  const [queryRows = 0, d = 0] = q.shape;
  const [keyRows = 0] = kv.shape;
  const [batch, heads] = [Number(attrs.batch), Number(attrs.heads)];
  const T = queryRows / batch;
  return {
    ...{ batch, heads, d, D: d / heads, T, T4: Math.ceil(T / 4) * 4, S: keyRows / batch },
    ...{ causal: attrs.causal === true ? 1 : 0, scale: Number(attrs.scale) },
  };
}

/** Bytes of one sequence of the batch. */
const rowBytes = (d: number, T: number, S: number) => ({
  queries: FLOAT * d * T,
  keys: 2 * FLOAT * d * S,
});
