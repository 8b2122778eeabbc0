import { setImmediate } from 'node:timers/promises';
import { findOptimizer } from '@optim-sches/schemas';
import * as tf from '#tf';
import { captured } from '../../runtime/src/backends/capture.js';
import { createUpdateRule, whyNotExecutable } from '../../runtime/src/optimizers/index.js';
import type { Evaluation } from '../../runtime/src/optimizers/update-rule.js';
import type { CaseResult } from './result.js';
import { combined, failed, skipped } from './result.js';

export interface OptimCase {
  name: string;
  optim_type: string;
  optim_conf: Record<string, unknown>;
  dtype: 'float32' | 'float64';
  base_lr: number;
  /** Indices of tensors whose gradient is 0. */
  zero_gradient?: number[];
  /** Indices of tensors that have no gradient at odd steps. */
  no_gradient?: number[];
  /** The learning rate is 0 at the multiples of this step. */
  zero_lr?: number;
  /** Momentum, or the first of `betas`, at odd and at even steps. */
  momentum?: [odd: number, even: number];
  params: Record<string, number[]>;
}

/** Of float32; numbers that torch computed in float64 are held to no less. */
const tolerance = 1e-5;

/** Parameters and gradients as `meta` of the file says them; k counts over all tensors. */
const initial = (k: number) => (((37 * k + 11) % 64) - 32) / 64;
const gradient = (step: number, k: number) => (((31 * step + 17 * k + 7) % 101) - 50) / 64;
const lrAt = (base: number, step: number) => base * Math.min(1, step / 20) * (1 - (0.5 * step) / 200);

const size = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

/** Tensors of the given shapes, filled by a function of the flat index over all of them. */
function fill(shapes: readonly (readonly number[])[], value: (k: number) => number): tf.Tensor[] {
  let k = 0;
  return shapes.map((shape) =>
    tf.tensor(
      Float32Array.from({ length: size(shape) }, () => value(k++)),
      [...shape],
    ),
  );
}

/** A gradient with the index of its parameter. */
interface Gradient {
  readonly tensor: tf.Tensor;
  readonly index: number;
}

/** The gradients of one step. */
function gradientsOf(
  { zero_gradient = [], no_gradient = [] }: OptimCase,
  shapes: number[][],
  step: number,
): Gradient[] {
  return fill(shapes, (k) => gradient(step, k)).flatMap((tensor, index) => {
    if (!zero_gradient.includes(index) && !(no_gradient.includes(index) && step % 2 === 1))
      return [{ tensor, index }];
    tensor.dispose();
    return zero_gradient.includes(index) ? [{ tensor: tf.zeros(shapes[index] ?? []), index }] : [];
  });
}

/** The worst difference, relative to the scale of the parameters (their largest absolute value). */
function worst(actual: readonly number[], expected: readonly number[]): number {
  const scale = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((value, i) => Math.abs((actual[i] ?? Number.NaN) - value) / scale));
}

/**
 * What the closure of a step tells an optimizer that looks at the losses itself: the loss whose gradients are those of
 * the step wherever the parameters are, the sum of parameters times gradients.
 */
function evaluation(
  variables: readonly tf.Variable[],
  gradients: readonly Gradient[],
  names: string[],
): Evaluation {
  const loss = tf.tidy(() =>
    gradients
      .map(({ tensor, index }) => tf.sum(tf.mul(variables[index] ?? Number.NaN, tensor)))
      .reduce((sum, part) => tf.add(sum, part), tf.scalar(0)),
  );
  const [value = Number.NaN] = loss.dataSync();
  loss.dispose();
  return {
    loss: value,
    gradients: new Map(gradients.map(({ tensor, index }) => [names[index] ?? '', tf.clone(tensor)])),
  };
}

/** One optimizer over the recorded steps, or those up to `lastStep`, in float32 as the runtime computes. */
export async function runOptimCase(
  one: OptimCase,
  allShapes: number[][],
  lastStep = Number.POSITIVE_INFINITY,
): Promise<CaseResult> {
  const reason = whyNotExecutable(one.optim_type);
  if (reason) return skipped(one.name, reason);
  const options = findOptimizer(one.optim_type)?.options.parse(one.optim_conf);
  if (!options) return failed(one.name, 'unknown optimizer');
  // Muon holds the matrices alone; their first values are counted over all tensors, their gradients are not.
  const isOwn = (shape: readonly number[]) => one.optim_type !== 'Muon' || shape.length === 2;
  const shapes = allShapes.filter(isOwn);
  const start = fill(allShapes, initial).filter((tensor) => isOwn(tensor.shape));
  const names = shapes.map((_, index) => `parameter.${index}`);
  const variables = start.map((tensor, index) => [names[index] ?? '', tf.variable(tensor)] as const);
  const rule = createUpdateRule(one.optim_type, new Map(variables), options);
  const last = Math.max(
    ...Object.keys(one.params)
      .map(Number)
      .filter((step) => step <= lastStep),
  );
  const parts: CaseResult[] = [];
  for (let step = 1; step <= last; step++) {
    const gradients = gradientsOf(one, shapes, step);
    const lr = step % (one.zero_lr ?? Number.POSITIVE_INFINITY) === 0 ? 0 : lrAt(one.base_lr, step);
    if (rule.minimize) {
      const tensors = variables.map(([, variable]) => variable);
      await rule.minimize(async () => evaluation(tensors, gradients, names), lr);
    } else {
      const named = gradients.map(({ tensor, index }) => [names[index] ?? '', tensor] as const);
      await captured(async () => rule.step(new Map(named), lr, one.momentum?.[(step + 1) % 2]));
    }
    for (const { tensor } of gradients) tensor.dispose();
    // A turn of the event loop, as the trainer takes one after each step: WebGPU frees what it has used in it.
    await setImmediate();
    const expected = one.params[String(step)];
    if (!expected) continue;
    const error = worst(
      variables.flatMap(([, variable]) => [...variable.dataSync()]),
      expected,
    );
    const status = error <= tolerance ? 'ok' : 'FAILED';
    parts.push({
      name: one.name,
      status,
      worst: error,
      tolerance,
      ...(status === 'ok' ? {} : { note: `at step ${step}` }),
    });
  }
  rule.dispose();
  for (const [, variable] of variables) variable.dispose();
  return combined(one.name, parts);
}
