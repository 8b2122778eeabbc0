import type { Tensor1D, Tensor2D, Variable } from '#tf';
import * as tf from '#tf';
import { hasFused, runFused, withGradient } from './fused.js';
import type { MakeParameter } from './parameters.js';

export interface LayerNormParameters {
  /** Gain, [features]. */
  readonly weight: Tensor1D | Variable;
  /** Offset, [features]. */
  readonly bias: Tensor1D | Variable;
}

/** `name.weight` (one) and `name.bias` (zero). */
export function layerNormParameters(
  make: MakeParameter,
  name: string,
  features: number,
): LayerNormParameters {
  return {
    weight: make(`${name}.weight`, tf.ones([features])),
    bias: make(`${name}.bias`, tf.zeros([features])),
  };
}

/**
 * (x - mean) / sqrt(variance + eps) * weight + bias over the features of each row (Ba et al. 2016): [N, features]
 * from x [N, features]. The variance is the biased one, as in PyTorch.
 */
export function layerNorm(x: Tensor2D, { weight, bias }: LayerNormParameters, eps = 1e-5): Tensor2D {
  if (!hasFused('LayerNorm')) {
    const centred = tf.sub(x, tf.mean(x, -1, true));
    const scale = tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), eps));
    return tf.add(tf.mul(tf.mul(centred, scale), weight), bias);
  }
  return withGradient(
    [x, weight, bias],
    () => {
      const [y, mean, scale] = runFused('LayerNorm', { x, gamma: weight, beta: bias }, { eps });
      return { value: y, saved: [x, weight, mean, scale] };
    },
    (dy, [x, gamma, mean, scale]) => runFused('LayerNormGrad', { dy, x, gamma, mean, scale }),
  ) as Tensor2D;
}
