import type { Tensor } from '#tf';
import * as tf from '#tf';

/** `from + weight * (to - from)`, from the nearer end, as torch's `lerp`. */
export function lerp(from: Tensor, to: Tensor, weight: number): Tensor {
  const difference = tf.sub(to, from);
  if (Math.abs(weight) < 0.5) return tf.add(from, tf.mul(difference, weight));
  // torch has rounded the weight to float32 before it takes it from 1.
  return tf.sub(to, tf.mul(difference, 1 - Math.fround(weight)));
}

/** `lerp` that multiplies and adds with one rounding, as torch's does on processors of today. */
export function fusedLerp(from: Tensor, to: Tensor, weight: number): Tensor {
  const difference = tf.sub(to, from);
  const rounded = Math.fround(weight);
  return Math.abs(rounded) < 0.5
    ? addProduct(from, difference, rounded)
    : addProduct(to, difference, Math.fround(rounded - 1));
}

/**
 * `x + y * factor`, rounded once (but for cases of one in millions), from float32 operations alone: product and sum
 * each with their error, after Dekker, "A floating-point technique for extending the available precision", 1971.
 */
export function addProduct<T extends Tensor>(x: T, y: Tensor, factor: number): T {
  const product = tf.mul(y, factor);
  const factorHigh = highHalf(factor);
  const factorLow = Math.fround(factor - factorHigh);
  const scaled = tf.mul(y, SPLIT);
  const high = tf.sub(scaled, tf.sub(scaled, y));
  const low = tf.sub(y, high);
  const productError = tf.add(
    tf.add(
      tf.add(tf.sub(tf.mul(high, factorHigh), product), tf.mul(low, factorHigh)),
      tf.mul(high, factorLow),
    ),
    tf.mul(low, factorLow),
  );
  const sum = tf.add(x, product);
  const added = tf.sub(sum, x);
  const sumError = tf.add(tf.sub(x, tf.sub(sum, added)), tf.sub(product, added));
  return tf.add(sum, tf.add(sumError, productError));
}

/** Multiplied by this, a float32 number loses the lower half of its bits where it is subtracted again (Veltkamp). */
const SPLIT = 2 ** 12 + 1;

function highHalf(x: number): number {
  const scaled = Math.fround(x * SPLIT);
  return Math.fround(scaled - Math.fround(scaled - x));
}
