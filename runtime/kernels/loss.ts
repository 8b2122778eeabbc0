import { exp4, max4, sum4, writeExpTable } from './exp';
import { ln } from './log';

/**
 * Cross entropy of rows of logits [R,C] (C <= 4096) with int32 targets; rows whose target is `ignore` count nothing.
 * Returns the sum over rows; `grad` gets softmax - one-hot, times `weight` (1 / number of rows that count).
 * `scratch` holds C numbers rounded up to a multiple of 4, and 12 more.
 */
export function crossEntropy(
  logits: usize,
  targets: usize,
  grad: usize,
  scratch: usize,
  R: i32,
  C: i32,
  ignore: i32,
  weight: f32,
): f64 {
  const padded = (C + 3) & ~3,
    table = scratch + ((<usize>padded) << 2);
  writeExpTable(table);
  let loss: f64 = 0;
  for (let i = 0; i < R; i++) {
    const row = logits + ((<usize>i * C) << 2),
      out = grad + ((<usize>i * C) << 2);
    const target = load<i32>(targets + ((<usize>i) << 2));
    if (target === ignore) {
      memory.fill(out, 0, (<usize>C) << 2);
      continue;
    }
    memory.copy(scratch, row, (<usize>C) << 2);
    for (let j = C; j < padded; j++) store<f32>(scratch + ((<usize>j) << 2), -Infinity);
    let m4 = v128.load(scratch);
    for (let j = 4; j < padded; j += 4) m4 = f32x4.max(m4, v128.load(scratch + ((<usize>j) << 2)));
    const m = max4(m4);
    m4 = f32x4.splat(m);
    let s = f32x4.splat(0);
    for (let j = 0; j < padded; j += 4) {
      const e = exp4(f32x4.sub(v128.load(scratch + ((<usize>j) << 2)), m4), table);
      v128.store(scratch + ((<usize>j) << 2), e);
      s = f32x4.add(s, e);
    }
    const total = sum4(s);
    const logit = load<f32>(row + ((<usize>target) << 2));
    loss += ln(<f64>total) - <f64>(logit - m);
    const factor: f32 = weight / total;
    for (let j = 0; j < C; j++)
      store<f32>(out + ((<usize>j) << 2), load<f32>(scratch + ((<usize>j) << 2)) * factor);
    const at = out + ((<usize>target) << 2);
    store<f32>(at, load<f32>(at) - weight);
  }
  return loss;
}
