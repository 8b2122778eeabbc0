import type { Tensor } from '#tf';
import * as tf from '#tf';
import { fnv1a32, hash32, normal01, uniform01 } from './random.js';

/**
 * Initial values of parameters. A value depends on the run's seed, the parameter's name and its place in it, and on
 * nothing else: neither the order in which parameters are made nor what other parameters there are.
 */

/** Uniform in ±sqrt(6 / (inputs + outputs)) (Glorot and Bengio 2010), `blocks` matrices [inputs, outputs] side by side. */
export function xavierUniform(
  seed: number,
  name: string,
  [inputs, outputs]: readonly [number, number],
  blocks = 1,
): Tensor {
  const bound = Math.sqrt(6 / (inputs + outputs));
  const stream = hash32(seed, fnv1a32(name));
  const values = Float32Array.from(
    { length: inputs * outputs * blocks },
    (_, i) => (2 * uniform01(stream, i) - 1) * bound,
  );
  return tf.tensor(values, [inputs, outputs * blocks]);
}

/** Normal with mean 0 and the given standard deviation. */
export function normal(
  seed: number,
  name: string,
  shape: readonly [number, number],
  deviation: number,
): Tensor {
  const stream = hash32(seed, fnv1a32(name));
  const values = Float32Array.from(
    { length: shape[0] * shape[1] },
    (_, i) => normal01(stream, i) * deviation,
  );
  return tf.tensor(values, [...shape]);
}
