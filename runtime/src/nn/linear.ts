import type { Tensor1D, Tensor2D, Variable } from '#tf';
import * as tf from '#tf';
import { hasFused, runFused, withGradient } from './fused.js';
import { xavierUniform } from './initializers.js';
import type { MakeParameter } from './parameters.js';

export interface LinearParameters {
  /** [inputs, outputs] */
  readonly weight: Tensor2D | Variable;
  /** [outputs] */
  readonly bias: Tensor1D | Variable;
}

/** `name.weight` (Xavier uniform, `blocks` of them side by side) and `name.bias` (zero). */
export function linearParameters(
  make: MakeParameter,
  name: string,
  [inputs, outputs]: readonly [number, number],
  seed: number,
  blocks = 1,
): LinearParameters {
  return {
    weight: make(`${name}.weight`, xavierUniform(seed, `${name}.weight`, [inputs, outputs], blocks)),
    bias: make(`${name}.bias`, tf.zeros([outputs * blocks])),
  };
}

/** x W + b, then max(0, ·) with `relu`: [N, outputs] from x [N, inputs]. */
export function linear(x: Tensor2D, { weight, bias }: LinearParameters, activation?: 'relu'): Tensor2D {
  const relu = activation === 'relu';
  if (!hasFused('Linear')) {
    const y = tf.add(tf.matMul(x, weight as Tensor2D), bias);
    return (relu ? tf.relu(y) : y) as Tensor2D;
  }
  return withGradient(
    [x, weight, bias],
    () => {
      const [y] = runFused('Linear', { x, w: weight, bias }, { relu });
      return { value: y, saved: [x, weight, relu ? y : undefined] };
    },
    (dy, [x, w, y]) => runFused('LinearGrad', { dy, x, w, y }),
  ) as Tensor2D;
}
