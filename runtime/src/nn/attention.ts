import type { Tensor1D, Tensor2D, Tensor4D } from '#tf';
import * as tf from '#tf';
import { hasFused, runFused, withGradient } from './fused.js';
import { type LinearParameters, linear, linearParameters } from './linear.js';
import type { MakeParameter } from './parameters.js';

export interface AttentionParameters {
  /** [d, d] */
  readonly query: LinearParameters;
  /** Keys and values side by side, [d, 2d]. */
  readonly keyValue: LinearParameters;
  /** [d, d] */
  readonly output: LinearParameters;
}

/** `name.query`, `name.key_value` and `name.output`, each with weight and bias. */
export function attentionParameters(
  make: MakeParameter,
  name: string,
  d: number,
  seed: number,
): AttentionParameters {
  return {
    query: linearParameters(make, `${name}.query`, [d, d], seed),
    keyValue: linearParameters(make, `${name}.key_value`, [d, d], seed, 2),
    output: linearParameters(make, `${name}.output`, [d, d], seed),
  };
}

/** How the rows of queries and keys are to be read. */
export interface AttentionLayout {
  /** Sequences in the batch; rows are ordered by sequence, then by position. */
  readonly batch: number;
  readonly heads: number;
  /** Keys that count in each sequence, [batch] (int32), at least one; all of them when absent. */
  readonly lengths?: Tensor1D | undefined;
  /** Position t sees the keys 0 to t only. */
  readonly causal?: boolean;
}

/**
 * Multi-head attention (Vaswani et al. 2017) of x over memory: [batch * T, d] from x [batch * T, d] and memory
 * [batch * S, d].
 */
export function multiHeadAttention(
  x: Tensor2D,
  memory: Tensor2D,
  parameters: AttentionParameters,
  layout: AttentionLayout,
): Tensor2D {
  return attend(linear(x, parameters.query), linear(memory, parameters.keyValue), parameters, layout);
}

/** The part after the projections, for a caller that keeps keys and values: q [batch * T, d], kv [batch * S, 2d]. */
export function attend(
  q: Tensor2D,
  kv: Tensor2D,
  { output }: Pick<AttentionParameters, 'output'>,
  layout: AttentionLayout,
): Tensor2D {
  return linear(scaledDotProductAttention(q, kv, layout), output);
}

/**
 * softmax(Q K^T / sqrt(d / heads)) V for each head: [batch * T, d] from q [batch * T, d] and kv [batch * S, 2d], which
 * has the keys in its first d columns and the values in the others; heads stand side by side. Throws when d is not a
 * multiple of the heads.
 */
export function scaledDotProductAttention(q: Tensor2D, kv: Tensor2D, layout: AttentionLayout): Tensor2D {
  const { batch, heads, lengths, causal = false } = layout;
  const d = q.shape[1];
  if (d % heads !== 0) throw new Error(`${d} features cannot be split into ${heads} heads.`);
  const scale = Math.sqrt(heads / d);
  if ((d / heads) % 4 !== 0 || !hasFused('Attention')) return composed(q, kv, layout, scale);
  const attrs = { batch, heads, causal, scale };
  return withGradient(
    [q, kv],
    () => {
      const [o, probabilities] = runFused('Attention', { q, kv, lengths }, attrs);
      return { value: o, saved: [q, kv, probabilities, lengths] };
    },
    (dO, [q, kv, probabilities, lengths]) =>
      runFused('AttentionGrad', { dO, q, kv, probabilities, lengths }, attrs),
  ) as Tensor2D;
}

function composed(q: Tensor2D, kv: Tensor2D, layout: AttentionLayout, scale: number): Tensor2D {
  const { batch, heads, lengths, causal = false } = layout;
  const d = q.shape[1];
  const [T, S] = [q.shape[0] / batch, kv.shape[0] / batch];
  const split = (x: Tensor2D, length: number) =>
    tf.transpose(tf.reshape(x, [batch, length, heads, d / heads]), [0, 2, 1, 3]) as Tensor4D;
  const [keys, values] = tf.split(kv, 2, 1) as [Tensor2D, Tensor2D];
  let scores = tf.matMul(tf.mul(split(q, T), scale), split(keys, S), false, true);
  // Far below any score, and still finite, so that a difference of two is a number.
  const hidden = -1e9;
  if (lengths !== undefined) {
    const beyond = tf.greaterEqual(tf.range(0, S, 1, 'int32'), tf.reshape(lengths, [batch, 1]));
    scores = tf.add(scores, tf.reshape(tf.mul(tf.cast(beyond, 'float32'), hidden), [batch, 1, 1, S]));
  }
  if (causal) {
    const later = tf.greater(tf.range(0, S, 1, 'int32'), tf.reshape(tf.range(0, T, 1, 'int32'), [T, 1]));
    scores = tf.add(scores, tf.mul(tf.cast(later, 'float32'), hidden));
  }
  const mixed = tf.matMul(tf.softmax(scores), split(values, S));
  return tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [batch * T, d]);
}
