import type { Scalar, Tensor, Tensor2D } from '#tf';
import * as tf from '#tf';
import { oneHot } from './embedding.js';
import { hasFused, runFused, withGradient } from './fused.js';

/**
 * Mean of -log softmax(logits)[target] over the rows whose target is not `ignore`; 0 when there are none. Logits are
 * [N, classes], targets N class numbers. Throws when a target is no class.
 */
export function crossEntropy(logits: Tensor2D, targets: Int32Array, ignore: number): Scalar {
  const [rows, classes] = logits.shape;
  if (targets.length !== rows) throw new Error(`${rows} rows of logits have ${targets.length} targets.`);
  let counted = 0;
  for (const target of targets) {
    if (target === ignore) continue;
    if (target < 0 || target >= classes)
      throw new Error(`The target ${target} is not one of ${classes} classes.`);
    counted += 1;
  }
  const weight = counted === 0 ? 0 : 1 / counted;
  if (hasFused('CrossEntropy')) return fusedCrossEntropy(logits, targets, ignore, weight);
  const weights = Float32Array.from(targets, (target) => (target === ignore ? 0 : weight));
  const wanted = tf.mul(oneHot(targets, classes), tf.tensor2d(weights, [rows, 1]));
  return tf.neg(tf.sum(tf.mul(tf.logSoftmax(logits), wanted)));
}

function fusedCrossEntropy(logits: Tensor2D, targets: Int32Array, ignore: number, weight: number): Scalar {
  return withGradient(
    [logits],
    () => {
      const labels = tf.tensor1d(targets, 'int32');
      const [loss, gradient] = runFused('CrossEntropy', { logits, targets: labels }, { ignore, weight });
      return { value: loss, saved: [gradient] };
    },
    (dy, [gradient]) => [tf.mul(gradient as Tensor, dy)],
  ) as Scalar;
}
