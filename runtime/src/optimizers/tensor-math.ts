import type { Tensor } from '#tf';
import * as tf from '#tf';

/** `from + weight * (to - from)`, from the nearer end, as torch's `lerp`. */
export function lerp(from: Tensor, to: Tensor, weight: number): Tensor {
  const difference = tf.sub(to, from);
  if (Math.abs(weight) < 0.5) return tf.add(from, tf.mul(difference, weight));
  return tf.sub(to, tf.mul(difference, 1 - weight));
}
