import type { Tensor2D } from '#tf';
import { type LinearParameters, linear, linearParameters } from './linear.js';
import type { MakeParameter } from './parameters.js';

export interface FeedForwardParameters {
  /** [d, inner] */
  readonly inner: LinearParameters;
  /** [inner, d] */
  readonly outer: LinearParameters;
}

/** `name.inner` and `name.outer`, each with weight and bias. */
export function feedForwardParameters(
  make: MakeParameter,
  name: string,
  d: number,
  inner: number,
  seed: number,
): FeedForwardParameters {
  return {
    inner: linearParameters(make, `${name}.inner`, [d, inner], seed),
    outer: linearParameters(make, `${name}.outer`, [inner, d], seed),
  };
}

/** max(0, x W1 + b1) W2 + b2: [N, d] from x [N, d]. */
export function feedForward(x: Tensor2D, { inner, outer }: FeedForwardParameters): Tensor2D {
  return linear(linear(x, inner, 'relu'), outer);
}
