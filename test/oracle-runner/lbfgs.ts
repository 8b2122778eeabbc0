import { findOptimizer } from '@optim-sches/schemas';
import * as tf from '#tf';
import { lossGradients } from '../../runtime/src/autograd.js';
import { createUpdateRule } from '../../runtime/src/optimizers/index.js';
import type { Evaluation, UpdateRule } from '../../runtime/src/optimizers/update-rule.js';
import { functions } from './lbfgs-functions.js';
import type { CaseResult } from './result.js';
import { failed } from './result.js';

/** LBFGS on one of the functions, update by update. */
export interface LbfgsCase {
  name: string;
  function: string;
  conf: Record<string, unknown>;
  steps: { params: number[]; evaluations: number; spread: number }[];
}

/** The shapes of the parameters of each function. */
export type LbfgsShapes = Readonly<Record<string, number[][]>>;

/**
 * How far float32 leaves a run alone: a quasi-Newton step divides small differences of gradients, so that the last bit
 * of a loss may decide on another step length or on one iteration more. `spread` says how far torch itself is from its
 * run in float64; near the bottom, where losses differ by their last bit, parameters differ by its root.
 */
const limits = { agreeing: 1e-5, parted: 1e-3, spreads: 8 };

const initial = (k: number) => (((37 * k + 11) % 64) - 32) / 64;

/** A function, upside down for `sign` -1, with its parameters where they start. */
export function lbfgsWorld(name: string, shapes: LbfgsShapes, sign = 1) {
  const loss = functions[name];
  if (loss === undefined) throw new Error(`no function ${name}`);
  let k = 0;
  const parameters = new Map(
    (shapes[name] ?? []).map((shape, index) => {
      const values = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => initial(k++));
      return [`p${index}`, tf.variable(tf.tensor(values, shape))] as const;
    }),
  );
  let calls = 0;
  const evaluate = async (): Promise<Evaluation> => {
    calls += 1;
    const variables = [...parameters.values()];
    const { losses, gradients } = lossGradients(
      () => ({ loss: loss(variables) }),
      [{ losses: ['loss'], variables, scale: sign }],
    );
    const [value = Number.NaN] = (await losses.loss?.data()) ?? [];
    tf.dispose(losses);
    const named = [...parameters.keys()].map((key, index) => [key, gradients[0]?.[index]] as const);
    return {
      loss: sign * value,
      gradients: new Map(named.flatMap(([key, gradient]) => (gradient ? [[key, gradient] as const] : []))),
    };
  };
  return { parameters, evaluate, calls: () => calls };
}

/** The update rule of LBFGS with torch's defaults filled in. */
export function makeLbfgs(
  conf: Record<string, unknown>,
  parameters: ReadonlyMap<string, tf.Variable>,
): UpdateRule {
  const options = findOptimizer('LBFGS')?.options.parse(conf);
  if (options === undefined) throw new Error('no schema of LBFGS');
  return createUpdateRule('LBFGS', parameters, options);
}

/** The numbers of all tensors in one list. */
export const flat = (tensors: ReadonlyMap<string, tf.Tensor>): number[] =>
  [...tensors.values()].flatMap((each) => [...each.dataSync()]);

/** The largest difference, relative to the largest number expected. */
export function relativeToLargest(actual: readonly number[], expected: readonly number[]): number {
  const scale = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((value, k) => Math.abs(value - (actual[k] ?? Number.NaN)))) / scale;
}

/** The learning rate of an update, counted from 0. */
const lrAt = (conf: Record<string, unknown>, index: number) => Number(conf.lr ?? 1) * (1 - index / 16);

/** After each recorded update: the parameters, the looks at the loss so far, and how many the rule says. */
export async function followLbfgs(one: LbfgsCase, shapes: LbfgsShapes) {
  const { parameters, evaluate, calls } = lbfgsWorld(
    one.function,
    shapes,
    one.conf.maximize === true ? -1 : 1,
  );
  const rule = makeLbfgs(one.conf, parameters);
  const after = [];
  for (const index of one.steps.keys()) {
    await rule.minimize?.(evaluate, lrAt(one.conf, index));
    const said = rule.stateDict().numbers?.p0?.func_evals;
    after.push({ params: flat(parameters), evaluations: calls(), said });
  }
  rule.dispose();
  tf.dispose([...parameters.values()]);
  return after;
}

/** Whether a run stays as close to torch's as float32 lets it; `worst` is at the update that comes nearest to its limit. */
export async function runLbfgsCase(one: LbfgsCase, shapes: LbfgsShapes): Promise<CaseResult> {
  const name = `LBFGS/${one.name}`;
  const after = await followLbfgs(one, shapes);
  let spread = 0;
  let limit = limits.agreeing;
  let closest = { error: 0, tolerance: limit, index: 0 };
  for (const [index, step] of one.steps.entries()) {
    const { params = [], evaluations, said } = after[index] ?? {};
    if (said !== evaluations)
      return failed(name, `after update ${index} the rule counts ${said} evaluations of ${evaluations}`);
    spread = Math.max(spread, step.spread);
    if (evaluations !== step.evaluations) limit = limits.parted;
    const tolerance = limit + limits.spreads * spread;
    const error = relativeToLargest(params, step.params);
    // A NaN is further away than any number.
    if (!(error / tolerance <= closest.error / closest.tolerance)) closest = { error, tolerance, index };
    if (Number.isNaN(error)) break;
  }
  const { error, tolerance, index } = closest;
  const figures = { name, worst: error, tolerance };
  return error <= tolerance
    ? { ...figures, status: 'ok' }
    : { ...figures, status: 'FAILED', note: `at update ${index}` };
}
