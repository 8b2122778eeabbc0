import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import * as tf from '#tf';
import { lossGradients } from '../../runtime/src/autograd.js';
import { createUpdateRule } from '../../runtime/src/optimizers/index.js';
import type { Evaluation, UpdateRule } from '../../runtime/src/optimizers/update-rule.js';
import { findOptimizer } from '../../schemas/src/optimizers/index.js';
import { backends, useBackend } from './backend.js';
import { functions } from './lbfgs-functions.js';

interface OracleStep {
  params: number[];
  evaluations: number;
  loss: number;
  spread: number;
}

interface OracleCase {
  name: string;
  function: string;
  conf: Record<string, unknown>;
  steps: OracleStep[];
}

const oracle = JSON.parse(readFileSync(new URL('../oracle/torch-lbfgs.json', import.meta.url), 'utf8')) as {
  meta: { shapes: Record<string, number[][]> };
  cases: OracleCase[];
};

const initial = (k: number) => (((37 * k + 11) % 64) - 32) / 64;

/** A function with its parameters, where it starts. */
function world(name: string, sign = 1) {
  let k = 0;
  const shapes = oracle.meta.shapes[name] ?? [];
  const parameters = new Map(
    shapes.map((shape, index) => {
      const values = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => initial(k++));
      return [`p${index}`, tf.variable(tf.tensor(values, shape))] as const;
    }),
  );
  let calls = 0;
  const evaluate = async (): Promise<Evaluation> => {
    calls += 1;
    const loss = functions[name];
    if (loss === undefined) throw new Error(`no function ${name}`);
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

function makeRule(conf: Record<string, unknown>, parameters: Map<string, tf.Variable>): UpdateRule {
  const options = findOptimizer('LBFGS')?.options.parse(conf);
  if (options === undefined) throw new Error('no schema of LBFGS');
  return createUpdateRule('LBFGS', parameters, options);
}

const flat = (tensors: ReadonlyMap<string, tf.Tensor>) =>
  [...tensors.values()].flatMap((each) => [...each.dataSync()]);

const lrAt = (conf: Record<string, unknown>, step: number) => Number(conf.lr ?? 1) * (1 - step / 16);

function relativeError(actual: readonly number[], expected: readonly number[]): number {
  const scale = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((value, k) => Math.abs(value - (actual[k] ?? Number.NaN)))) / scale;
}

/**
 * How far float32 leaves a run alone: a quasi-Newton step divides small differences of gradients, so that the last bit
 * of a loss may decide on another step length or on one iteration more. `spread` says how far torch itself is from its
 * run in float64; near the bottom, where losses differ by their last bit, parameters differ by its root.
 */
const limits = { agreeing: 1e-5, parted: 1e-3, spreads: 8 };

describe.each(backends)('LBFGS on the backend %s', (backend) => {
  beforeAll(() => useBackend(backend));

  it.each(oracle.cases)('$name $conf follows torch', async (one) => {
    const { parameters, evaluate, calls } = world(one.function, one.conf.maximize === true ? -1 : 1);
    const rule = makeRule(one.conf, parameters);
    let [spread, limit] = [0, limits.agreeing];
    for (const [index, step] of one.steps.entries()) {
      await rule.minimize?.(evaluate, lrAt(one.conf, index));
      spread = Math.max(spread, step.spread);
      if (calls() !== step.evaluations) limit = limits.parted;
      const error = relativeError(flat(parameters), step.params);
      expect(error, `step ${index}`).toBeLessThan(limit + limits.spreads * spread);
      expect(rule.stateDict().numbers?.p0?.func_evals).toBe(calls());
    }
  });

  it('takes as many looks at the losses as torch wherever float32 lets it', async () => {
    const firm = oracle.cases.filter(({ steps }) => steps.every(({ spread }) => spread < 1e-6));
    let same = 0;
    for (const one of firm) {
      const { parameters, evaluate, calls } = world(one.function, one.conf.maximize === true ? -1 : 1);
      const rule = makeRule(one.conf, parameters);
      for (const index of one.steps.keys()) await rule.minimize?.(evaluate, lrAt(one.conf, index));
      if (calls() === one.steps.at(-1)?.evaluations) same += 1;
      expect(relativeError(flat(parameters), one.steps.at(-1)?.params ?? [])).toBeLessThan(1e-4);
    }
    expect(firm.length).toBeGreaterThan(25);
    expect(same).toBeGreaterThanOrEqual(firm.length - 4);
  });

  const searched = { line_search_fn: 'strong_wolfe', max_iter: 4, history_size: 3 };
  it.each([{ lr: 0.1, max_iter: 3, history_size: 3 }, searched])(
    '%j goes on from a saved state bit by bit, and keeps no tensor more',
    async (conf) => {
      const whole = world('rosenbrock');
      const one = makeRule(conf, whole.parameters);
      const parted = world('rosenbrock');
      let other = makeRule(conf, parted.parameters);
      const counts: number[] = [];
      for (let t = 0; t < 6; t++) {
        await one.minimize?.(whole.evaluate, 0.5);
        await other.minimize?.(parted.evaluate, 0.5);
        const next = makeRule(conf, parted.parameters);
        next.loadStateDict(other.stateDict());
        other.dispose();
        other = next;
        counts.push(tf.memory().numTensors);
      }
      expect(flat(parted.parameters)).toEqual(flat(whole.parameters));
      const { numbers, steps, tensors } = other.stateDict();
      expect(steps).toEqual({ p0: 6 });
      expect(numbers).toEqual(one.stateDict().numbers);
      expect([...tensors.keys()].filter((name) => name.startsWith('p0.old_dirs')).length).toBe(3);
      // The history is full from the second update on.
      expect(new Set(counts.slice(2)).size).toBe(1);
    },
  );

  it('passes over a parameter without a gradient', async () => {
    const { parameters, evaluate } = world('valley');
    const before = [...(parameters.get('p1')?.dataSync() ?? [])];
    await makeRule({}, parameters).minimize?.(evaluate, 1);
    expect([...(parameters.get('p1')?.dataSync() ?? [])]).toEqual(before);
  });

  it('does nothing where the gradient is within its tolerance', async () => {
    const { parameters, evaluate, calls } = world('quadratic');
    const before = flat(parameters);
    await makeRule({ tolerance_grad: 100 }, parameters).minimize?.(evaluate, 1);
    expect(flat(parameters)).toEqual(before);
    expect(calls()).toBe(1);
  });

  it('is lost, as in torch, after a loss that is infinite on the way', async () => {
    const { parameters, evaluate } = world('quadratic');
    let calls = 0;
    const walled = async (): Promise<Evaluation> => {
      calls += 1;
      const evaluation = await evaluate();
      return calls === 2 ? { ...evaluation, loss: Number.POSITIVE_INFINITY } : evaluation;
    };
    await makeRule({ line_search_fn: 'strong_wolfe' }, parameters).minimize?.(walled, 1);
    expect(calls).toBe(26);
    expect(flat(parameters).every(Number.isNaN)).toBe(true);
  });

  it('ends when every loss is NaN', async () => {
    const { parameters, evaluate } = world('quadratic');
    let calls = 0;
    const lost = async (): Promise<Evaluation> => {
      calls += 1;
      const evaluation = await evaluate();
      return calls > 1 ? { ...evaluation, loss: Number.NaN } : evaluation;
    };
    const rule = makeRule({ line_search_fn: 'strong_wolfe', max_iter: 4 }, parameters);
    await rule.minimize?.(lost, 1);
    expect(calls).toBeLessThan(20);
  });
});

describe('what LBFGS refuses', () => {
  beforeAll(() => useBackend('cpu'));

  it('a history of nothing, and gradients alone', () => {
    const { parameters } = world('quadratic');
    expect(() => makeRule({ history_size: 0 }, parameters)).toThrow(
      'history_size of torch.optim.LBFGS is 0, but must be 1 or more',
    );
    expect(() => makeRule({}, parameters).step(new Map(), 1)).toThrow('call minimize');
  });

  it('the state of other parameters', async () => {
    const { parameters, evaluate } = world('quadratic');
    const rule = makeRule({}, parameters);
    await rule.minimize?.(evaluate, 1);
    const { steps, tensors } = rule.stateDict();
    expect(() => rule.loadStateDict({ steps: { q: 1 }, tensors: new Map() })).toThrow(
      'The saved optimizer has a state for q, which is not the first parameter that it updates now.',
    );
    const next = makeRule({}, parameters);
    expect(() =>
      next.loadStateDict({ steps, tensors: new Map([...tensors, ['p0.d', tf.zeros([4])]]) }),
    ).toThrow('The saved d has the shape [4], but the optimizer updates 9 numbers now.');
  });
});
