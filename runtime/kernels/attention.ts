// Scaled dot-product attention of all heads of a batch, softmax(Q K^T scale) V, on matrices of one row per position
// with the heads side by side: Q is [B*T, H*D], K and V are [B*S, H*D] columns of matrices with row stride `kvRow`.
// No transposed copies, no mask tensors: keys past `lengths[b]` and, when causal, past the query are never looked at.
// D is a multiple of 4. Probabilities are kept as [B,H,T,S4], S4 = S rounded up to a multiple of 4.
import { exp4, max4, sum4 } from './exp';

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
  const S4 = (S + 3) & ~3;
  const head = (<usize>D) << 2,
    probsRow = (<usize>S4) << 2;
  for (let b = 0; b < B; b++) {
    const length = keysOf(lengths, b, S);
    for (let h = 0; h < H; h++) {
      const column = <usize>h * head;
      const kb = k + <usize>(b * S) * kvRow + column,
        vb = v + <usize>(b * S) * kvRow + column;
      packTransposed(kb, kvRow, length, D, S4, scratch);
      let row = probs + <usize>((b * H + h) * T) * probsRow;
      for (let t = 0; t < T; t++) {
        const at = <usize>(b * T + t);
        const n = causal ? min(length, t + 1) : length;
        products(q + at * qRow + column, scratch, row, n, D, probsRow);
        softmax(row, n, S4, scale);
        combine(row, vb, kvRow, o + at * oRow + column, n, D);
        row += probsRow;
      }
    }
  }
}

/** Gradients of `attention`; dK and dV, sums over the queries, must come in as zero. `dRow` holds S4 numbers. */
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
  dRow: usize,
  B: i32,
  H: i32,
  T: i32,
  S: i32,
  D: i32,
  causal: bool,
  scale: f32,
): void {
  const S4 = (S + 3) & ~3;
  const head = (<usize>D) << 2,
    probsRow = (<usize>S4) << 2;
  for (let b = 0; b < B; b++) {
    const length = keysOf(lengths, b, S);
    for (let h = 0; h < H; h++) {
      const column = <usize>h * head,
        keys = <usize>(b * S) * kvRow + column;
      packTransposed(v + keys, kvRow, length, D, S4, scratch);
      let row = probs + <usize>((b * H + h) * T) * probsRow;
      for (let t = 0; t < T; t++) {
        const at = <usize>(b * T + t);
        const n = causal ? min(length, t + 1) : length;
        const dORow = dO + at * oRow + column,
          qAt = at * qRow + column;
        products(dORow, scratch, dRow, n, D, probsRow);
        softmaxGrad(row, dRow, n, scale);
        combine(dRow, k + keys, kvRow, dQ + qAt, n, D);
        spread(dRow, q + qAt, dK + keys, kvRow, n, D);
        spread(row, dORow, dV + keys, kvRow, n, D);
        row += probsRow;
      }
    }
  }
}

function keysOf(lengths: usize, b: i32, S: i32): i32 {
  return lengths === 0 ? S : max(0, min(S, load<i32>(lengths + ((<usize>b) << 2))));
}

/** [n,D] with a row stride to [D,S4], columns n and on zero. */
function packTransposed(x: usize, row: usize, n: i32, D: i32, S4: i32, to: usize): void {
  const bytes = (<usize>S4) << 2;
  memory.fill(to, 0, bytes * D);
  for (let s = 0; s < n; s++) {
    let at = to + ((<usize>s) << 2);
    for (let d = 0; d < D; d++) {
      store<f32>(at, load<f32>(x + ((<usize>d) << 2)));
      at += bytes;
    }
    x += row;
  }
}

/** o[s] = sum_d x[d] m[d,s] for s < n, four (and up to three zeros more) at a time. */
function products(x: usize, m: usize, o: usize, n: i32, D: i32, mRow: usize): void {
  let s = 0;
  for (; s + 4 < n; s += 8) {
    let c0 = f32x4.splat(0),
      c1 = c0;
    let at = m + ((<usize>s) << 2);
    for (let d = 0; d < D; d++) {
      const e = v128.load32_splat(x + ((<usize>d) << 2));
      c0 = f32x4.add(c0, f32x4.mul(e, v128.load(at)));
      c1 = f32x4.add(c1, f32x4.mul(e, v128.load(at, 16)));
      at += mRow;
    }
    v128.store(o + ((<usize>s) << 2), c0);
    v128.store(o + ((<usize>s) << 2), c1, 16);
  }
  if (s < n) {
    let c = f32x4.splat(0);
    let at = m + ((<usize>s) << 2);
    for (let d = 0; d < D; d++) {
      c = f32x4.add(c, f32x4.mul(v128.load32_splat(x + ((<usize>d) << 2)), v128.load(at)));
      at += mRow;
    }
    v128.store(o + ((<usize>s) << 2), c);
  }
}

/** Softmax of the first n of x * scale in place, the rest up to S4 zero. */
function softmax(x: usize, n: i32, S4: i32, scale: f32): void {
  for (let s = n; s < S4; s++) store<f32>(x + ((<usize>s) << 2), -Infinity);
  let m4 = v128.load(x);
  for (let s = 4; s < n; s += 4) m4 = f32x4.max(m4, v128.load(x + ((<usize>s) << 2)));
  m4 = f32x4.splat(max4(m4));
  const scale4 = f32x4.splat(scale);
  let total = f32x4.splat(0);
  for (let s = 0; s < n; s += 4) {
    const at = x + ((<usize>s) << 2);
    const e = exp4(f32x4.mul(f32x4.sub(v128.load(at), m4), scale4));
    v128.store(at, e);
    total = f32x4.add(total, e);
  }
  const inverse = f32x4.splat(<f32>1 / sum4(total));
  let s = 0;
  for (; s < n; s += 4) {
    const at = x + ((<usize>s) << 2);
    v128.store(at, f32x4.mul(v128.load(at), inverse));
  }
  for (; s < S4; s += 4) v128.store(x + ((<usize>s) << 2), f32x4.splat(0));
}

/** dx = p (dp - sum p dp) scale, in place of dp; p is zero past n. */
function softmaxGrad(p: usize, dp: usize, n: i32, scale: f32): void {
  let s4 = f32x4.splat(0);
  for (let s = 0; s < n; s += 4) {
    const at = (<usize>s) << 2;
    s4 = f32x4.add(s4, f32x4.mul(v128.load(p + at), v128.load(dp + at)));
  }
  const sum = f32x4.splat(sum4(s4)),
    scale4 = f32x4.splat(scale);
  for (let s = 0; s < n; s += 4) {
    const at = (<usize>s) << 2;
    const d = f32x4.sub(v128.load(dp + at), sum);
    v128.store(dp + at, f32x4.mul(f32x4.mul(v128.load(p + at), d), scale4));
  }
}

/** o[d] = sum_s w[s] x[s,d] for s < n. */
function combine(w: usize, x: usize, row: usize, o: usize, n: i32, D: i32): void {
  let d = 0;
  for (; d + 16 <= D; d += 16) {
    let c0 = f32x4.splat(0),
      c1 = c0,
      c2 = c0,
      c3 = c0;
    let at = x + ((<usize>d) << 2);
    for (let s = 0; s < n; s++) {
      const e = v128.load32_splat(w + ((<usize>s) << 2));
      c0 = f32x4.add(c0, f32x4.mul(e, v128.load(at)));
      c1 = f32x4.add(c1, f32x4.mul(e, v128.load(at, 16)));
      c2 = f32x4.add(c2, f32x4.mul(e, v128.load(at, 32)));
      c3 = f32x4.add(c3, f32x4.mul(e, v128.load(at, 48)));
      at += row;
    }
    const to = o + ((<usize>d) << 2);
    v128.store(to, c0);
    v128.store(to, c1, 16);
    v128.store(to, c2, 32);
    v128.store(to, c3, 48);
  }
  for (; d < D; d += 4) {
    let c = f32x4.splat(0);
    let at = x + ((<usize>d) << 2);
    for (let s = 0; s < n; s++) {
      c = f32x4.add(c, f32x4.mul(v128.load32_splat(w + ((<usize>s) << 2)), v128.load(at)));
      at += row;
    }
    v128.store(o + ((<usize>d) << 2), c);
  }
}

/** o[s,d] += w[s] x[d] for s < n. */
function spread(w: usize, x: usize, o: usize, row: usize, n: i32, D: i32): void {
  for (let s = 0; s < n; s++) {
    const e = v128.load32_splat(w + ((<usize>s) << 2));
    for (let d = 0; d < D; d += 4) {
      const at = o + ((<usize>d) << 2);
      v128.store(at, f32x4.add(v128.load(at), f32x4.mul(e, v128.load(x + ((<usize>d) << 2)))));
    }
    o += row;
  }
}
