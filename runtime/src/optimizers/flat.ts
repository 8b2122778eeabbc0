import type { Scalar, Tensor, Tensor1D } from '#tf';
import * as tf from '#tf';
import { fusedUpdates } from '../backends/fused.js';
import type { Gradients, Parameters } from './update-rule.js';

// All parameters as one vector, as torch's LBFGS sees them. Sums are float32 numbers, as torch's are.

/** The gradients one after the other, zeros for a parameter that has none, times `sign`. The caller disposes of it. */
export function flatGradient(parameters: Parameters, gradients: Gradients, sign: number): Tensor1D {
  return tf.tidy(() => {
    const parts = [...parameters].map(([name, { size }]) => {
      const gradient = gradients.get(name);
      return gradient === undefined ? tf.zeros([size]) : gradient.reshape([size]);
    });
    // A product makes memory of its own; a single part would share the gradient's.
    return tf.mul<Tensor1D>(tf.concat1d(parts as Tensor1D[]), sign);
  });
}

/** Moves the parameters by `factor` times a vector. */
export function moveParameters(parameters: Parameters, vector: Tensor1D, factor: number): void {
  let offset = 0;
  for (const parameter of parameters.values()) {
    const start = offset;
    tf.tidy(() => {
      const part = tf.slice1d(vector, start, parameter.size).reshape(parameter.shape);
      parameter.assign(tf.add(parameter, tf.mul(part, factor)));
    });
    offset += parameter.size;
  }
}

/** What the parameters are now. The caller disposes of the tensors. */
export function parameterValues(parameters: Parameters): Tensor[] {
  // No update changes them in place while they are held: LBFGS assigns.
  return [...parameters.values()].map((parameter) => tf.clone(parameter));
}

/** Gives the parameters the values that they had. */
export function setParameters(parameters: Parameters, values: readonly Tensor[]): void {
  [...parameters.values()].forEach((parameter, index) => {
    const value = values[index];
    if (value !== undefined) parameter.assign(value);
  });
}

/** The scalar product of two vectors. */
export async function dot(a: Tensor1D, b: Tensor1D): Promise<number> {
  const fused = fusedUpdates().dot;
  return fused === undefined ? read(tf.tidy(() => tf.sum(tf.mul(a, b)))) : Math.fround(fused(a, b));
}

/** `y + factor * x`; takes `y` over, whose memory must be its own. */
export function addScaled(y: Tensor1D, x: Tensor1D, factor: number): Tensor1D {
  const fused = fusedUpdates().addScaled;
  if (fused !== undefined) {
    fused(y, x, factor);
    return y;
  }
  const sum = tf.tidy(() => tf.add<Tensor1D>(y, tf.mul(x, factor)));
  y.dispose();
  return sum;
}

/** The largest absolute value; NaN or infinite when one is. */
export function largest(x: Tensor1D): Promise<number> {
  // A maximum may drop NaN; zero times the sum keeps it.
  return read(tf.tidy(() => tf.add(tf.max(tf.abs(x)), tf.mul(tf.sum(x), 0))));
}

/** The sum of the absolute values. */
export function sumOfAbsolutes(x: Tensor1D): Promise<number> {
  return read(tf.tidy(() => tf.sum(tf.abs(x))));
}

async function read(scalar: Scalar): Promise<number> {
  const [value = Number.NaN] = await scalar.data();
  scalar.dispose();
  return value;
}
