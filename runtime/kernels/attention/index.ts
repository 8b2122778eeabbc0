// Scaled dot-product attention of all heads of a batch, softmax(Q K^T scale) V, on matrices of one row per position
// with the heads side by side: Q is [B*T, H*D], K and V are [B*S, H*D] columns of matrices with row stride `kvRow`.
// No mask tensors: keys past `lengths[b]`, and most of those past the query when causal, are never looked at. D is a
// multiple of 4. Probabilities are kept as [B,H,S,T4], T4 = T rounded up to a multiple of 4: a vector holds four queries
// and one key, so that a softmax over the keys needs no sums across a vector.
import { writeExpTable } from '../exp';
import { combine } from './combine';
import { GROUP, scores, transposeGroup } from './scores';
import { softmax, softmaxGrad } from './softmax';

/** `scratch` holds 4 D + 16 numbers. */
export function attention(
  q: usize,
  qRow: usize,
  k: usize,
  v: usize,
  kvRow: usize,
  lengths: usize,
  o: usize,
  oRow: usize,
  probs: usize,
  scratch: usize,
  B: i32,
  H: i32,
  T: i32,
  S: i32,
  D: i32,
  causal: bool,
  scale: f32,
): void {
  const pRow = rowOf(T),
    table = scratch + ((<usize>D) << 4);
  writeExpTable(table);
  for (let b = 0; b < B; b++) {
    const length = keysOf(lengths, b, S);
    for (let h = 0; h < H; h++) {
      const column = (<usize>(h * D)) << 2,
        keys = <usize>(b * S) * kvRow + column,
        qHead = q + <usize>(b * T) * qRow + column,
        oHead = o + <usize>(b * T) * oRow + column;
      for (let t = 0; t < T; t += GROUP) {
        const p = probs + ((<usize>t) << 2);
        const n = seen(length, causal, t + GROUP);
        transposeGroup(qHead + <usize>t * qRow, qRow, min(GROUP, T - t), D, scratch);
        scores(scratch, k + keys, kvRow, p, pRow, n, D);
        softmax(p, pRow, n, causal ? t : n, scale, table);
      }
      for (let t = 0; t < T; t += 2) {
        const second = <usize>(t + 1 < T);
        const n = seen(length, causal, t + 2);
        const to = oHead + <usize>t * oRow;
        combine(probs + ((<usize>t) << 2), pRow, second << 2, v + keys, kvRow, to, second * oRow, n, D);
      }
      probs += <usize>S * pRow;
    }
  }
}

/** Gradients of `attention`. `scratch` holds 4 D numbers, `dScores` S T4. */
export function attentionGrad(
  dO: usize,
  oRow: usize,
  q: usize,
  qRow: usize,
  k: usize,
  v: usize,
  kvRow: usize,
  lengths: usize,
  probs: usize,
  dQ: usize,
  dK: usize,
  dV: usize,
  scratch: usize,
  dScores: usize,
  B: i32,
  H: i32,
  T: i32,
  S: i32,
  D: i32,
  causal: bool,
  scale: f32,
): void {
  const pRow = rowOf(T);
  for (let b = 0; b < B; b++) {
    const length = keysOf(lengths, b, S);
    for (let h = 0; h < H; h++) {
      const column = (<usize>(h * D)) << 2,
        keys = <usize>(b * S) * kvRow + column,
        queries = <usize>(b * T) * qRow + column,
        dOHead = dO + <usize>(b * T) * oRow + column;
      for (let t = 0; t < T; t += GROUP) {
        const at = (<usize>t) << 2;
        const n = seen(length, causal, t + GROUP);
        transposeGroup(dOHead + <usize>t * oRow, oRow, min(GROUP, T - t), D, scratch);
        scores(scratch, v + keys, kvRow, dScores + at, pRow, n, D);
        softmaxGrad(probs + at, dScores + at, pRow, n, scale);
      }
      for (let t = 0; t < T; t += 2) {
        const second = <usize>(t + 1 < T);
        const n = seen(length, causal, t + 2);
        const w = dScores + ((<usize>t) << 2),
          to = dQ + queries + <usize>t * qRow;
        combine(w, pRow, second << 2, k + keys, kvRow, to, second * qRow, n, D);
      }
      for (let s = 0; s < length; s += 2) {
        const second = <usize>(s + 1 < length);
        // When causal, the queries before a key have not seen it.
        const t = causal ? min(s, T) : 0;
        const w = <usize>s * pRow + ((<usize>t) << 2),
          to = keys + <usize>s * kvRow,
          dOFrom = dOHead + <usize>t * oRow,
          qFrom = q + queries + <usize>t * qRow;
        combine(probs + w, 4, second * pRow, dOFrom, oRow, dV + to, second * kvRow, T - t, D);
        combine(dScores + w, 4, second * pRow, qFrom, qRow, dK + to, second * kvRow, T - t, D);
      }
      for (let s = length; s < S; s++) {
        memory.fill(dK + keys + <usize>s * kvRow, 0, (<usize>D) << 2);
        memory.fill(dV + keys + <usize>s * kvRow, 0, (<usize>D) << 2);
      }
      probs += <usize>S * pRow;
    }
  }
}

function keysOf(lengths: usize, b: i32, S: i32): i32 {
  return lengths === 0 ? S : max(0, min(S, load<i32>(lengths + ((<usize>b) << 2))));
}

/** Keys that at least one of the queries before `t` sees. */
function seen(length: i32, causal: bool, t: i32): i32 {
  return causal ? min(length, t) : length;
}

/** Bytes of a row of probabilities. */
function rowOf(T: i32): usize {
  return (<usize>((T + 3) & ~3)) << 2;
}
