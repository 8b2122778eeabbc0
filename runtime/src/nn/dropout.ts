import type { Tensor } from '#tf';
import * as tf from '#tf';
import { hasFused, runFused, withGradient } from './fused.js';
import { hash32 } from './random.js';

/**
 * Sets each number of x to zero with probability `rate` and divides the others by 1 - rate. The mask is a function of
 * the seed and the place alone: give each use in a step its own seed (`hash32(stepSeed, use)`), and the same one after
 * a resume. Throws when the rate is not in [0, 1).
 */
export function dropout<T extends Tensor>(x: T, rate: number, seed: number): T {
  if (!(rate >= 0 && rate < 1)) throw new Error(`A dropout rate is from 0 to below 1, not ${rate}.`);
  if (rate === 0) return x;
  const threshold = Math.floor(rate * 2 ** 32);
  const scale = 1 / (1 - rate);
  if (!hasFused('Dropout')) {
    const mask = Float32Array.from({ length: x.size }, (_, i) => (hash32(seed, i) >= threshold ? scale : 0));
    return tf.mul(x, tf.tensor(mask, x.shape));
  }
  const drop = (x: Tensor) => runFused('Dropout', { x }, { seed, threshold, scale });
  return withGradient(
    [x],
    () => {
      // Where it is dear to draw the mask again, the backend gives it as well.
      const [value, mask] = drop(x);
      return { value, saved: [mask] };
    },
    (dy, [mask]) => (mask === undefined ? drop(dy) : [tf.mul(dy, mask)]),
  ) as T;
}
