import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import * as tf from '#tf';
import type { Evaluation } from '../../runtime/src/optimizers/update-rule.js';
import type { LbfgsCase, LbfgsShapes } from '../oracle-runner/lbfgs.js';
import {
  flat,
  followLbfgs,
  lbfgsWorld,
  makeLbfgs,
  relativeToLargest,
  runLbfgsCase,
} from '../oracle-runner/lbfgs.js';
import { line } from '../oracle-runner/result.js';
import { backendsOfPlainOperations, only, useBackend } from './backend.js';

const oracle = JSON.parse(readFileSync(new URL('../oracle/torch-lbfgs.json', import.meta.url), 'utf8')) as {
  meta: { shapes: LbfgsShapes };
  cases: LbfgsCase[];
};
const { shapes } = oracle.meta;
// Each update is a hundred operations and readings: WebGPU on software takes seconds for a case.
const cases = only === 'webgpu' ? oracle.cases.filter((_, index) => index % 8 === 0) : oracle.cases;

const world = (name: string) => lbfgsWorld(name, shapes);

describe.each(backendsOfPlainOperations)('LBFGS on the backend %s', (backend) => {
  beforeAll(() => useBackend(backend));

  it.each(cases)('$name $conf follows torch', async (one) => {
    const result = await runLbfgsCase(one, shapes);
    expect(result.status, line(result)).toBe('ok');
  });

  it.skipIf(only === 'webgpu')(
    'takes as many looks at the losses as torch wherever float32 lets it',
    async () => {
      const firm = oracle.cases.filter(({ steps }) => steps.every(({ spread }) => spread < 1e-6));
      let same = 0;
      for (const one of firm) {
        const [last, theirs] = [(await followLbfgs(one, shapes)).at(-1), one.steps.at(-1)];
        if (last?.evaluations === theirs?.evaluations) same += 1;
        expect(relativeToLargest(last?.params ?? [], theirs?.params ?? [])).toBeLessThan(1e-4);
      }
      expect(firm.length).toBeGreaterThan(25);
      expect(same).toBeGreaterThanOrEqual(firm.length - 4);
    },
  );

  const searched = { line_search_fn: 'strong_wolfe', max_iter: 4, history_size: 3 };
  it.each([{ lr: 0.1, max_iter: 3, history_size: 3 }, searched])(
    '%j goes on from a saved state bit by bit, and keeps no tensor more',
    async (conf) => {
      const whole = world('rosenbrock');
      const one = makeLbfgs(conf, whole.parameters);
      const parted = world('rosenbrock');
      let other = makeLbfgs(conf, parted.parameters);
      const counts: number[] = [];
      for (let t = 0; t < 6; t++) {
        await one.minimize?.(whole.evaluate, 0.5);
        await other.minimize?.(parted.evaluate, 0.5);
        const next = makeLbfgs(conf, parted.parameters);
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
    await makeLbfgs({}, parameters).minimize?.(evaluate, 1);
    expect([...(parameters.get('p1')?.dataSync() ?? [])]).toEqual(before);
  });

  it('does nothing where the gradient is within its tolerance', async () => {
    const { parameters, evaluate, calls } = world('quadratic');
    const before = flat(parameters);
    await makeLbfgs({ tolerance_grad: 100 }, parameters).minimize?.(evaluate, 1);
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
    await makeLbfgs({ line_search_fn: 'strong_wolfe' }, parameters).minimize?.(walled, 1);
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
    const rule = makeLbfgs({ line_search_fn: 'strong_wolfe', max_iter: 4 }, parameters);
    await rule.minimize?.(lost, 1);
    expect(calls).toBeLessThan(20);
  });
});

describe('what LBFGS refuses', () => {
  beforeAll(() => useBackend('cpu'));

  it('a history of nothing, and gradients alone', () => {
    const { parameters } = world('quadratic');
    expect(() => makeLbfgs({ history_size: 0 }, parameters)).toThrow(
      'history_size of torch.optim.LBFGS is 0, but must be 1 or more',
    );
    expect(() => makeLbfgs({}, parameters).step(new Map(), 1)).toThrow('call minimize');
  });

  it('the state of other parameters', async () => {
    const { parameters, evaluate } = world('quadratic');
    const rule = makeLbfgs({}, parameters);
    await rule.minimize?.(evaluate, 1);
    const { steps, tensors } = rule.stateDict();
    expect(() => rule.loadStateDict({ steps: { q: 1 }, tensors: new Map() })).toThrow(
      'The saved optimizer has a state for q, which is not the first parameter that it updates now.',
    );
    const next = makeLbfgs({}, parameters);
    expect(() =>
      next.loadStateDict({ steps, tensors: new Map([...tensors, ['p0.d', tf.zeros([4])]]) }),
    ).toThrow('The saved d has the shape [4], but the optimizer updates 9 numbers now.');
  });
});
