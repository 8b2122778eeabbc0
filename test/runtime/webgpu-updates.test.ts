// The updates of the backend webgpu; `npm run test:webgpu` runs it.

import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as tf from '#tf';
import type { Guarded } from '../../runtime/src/backends/fused.js';
import { fusedUpdates, setFusedUpdates, startBackend } from '../../runtime/src/backends/index.js';
import { clipFactor, gradientNorm } from '../../runtime/src/optim-schedulers/gradients.js';
import { createUpdateRule } from '../../runtime/src/optimizers/index.js';
import { findOptimizer } from '../../schemas/src/optimizers/index.js';
import { only } from './backend.js';
import { numbers, values, worst } from './tensors.js';

const shapes = [[300, 5], [], [7], [256], [257], [0], [2, 3]];

const tensorsOf = (seed: number) =>
  shapes.map((shape, index) => tf.tensor(numbers(tf.util.sizeFromShape(shape), 10 * seed + index), shape));

function start(type: string, conf: object) {
  const variables = tensorsOf(1).map((tensor) => tf.variable(tensor));
  const parameters = new Map(variables.map((variable, index) => [`p${index}`, variable]));
  const options = findOptimizer(type)?.options.parse({ ...conf });
  if (options === undefined) throw new Error(`There is no ${type}.`);
  return { variables, rule: createUpdateRule(type, parameters, options) };
}

/** One update; the gradients of some parameters may be missing. */
function step(rule: ReturnType<typeof start>['rule'], seed: number, without: readonly number[] = []) {
  const gradients = tensorsOf(seed);
  rule.step(
    new Map(gradients.flatMap((each, index) => (without.includes(index) ? [] : [[`p${index}`, each]]))),
    0.01,
  );
  tf.dispose(gradients);
}

const gpu = () => tf.memory() as unknown as { numBytesInGPU: number };

describe.skipIf(only !== 'webgpu')('updates of all parameters at once', () => {
  beforeAll(async () => {
    await startBackend('webgpu');
  });

  it.each([
    ['Adam', {}],
    ['Adam', { amsgrad: true, weight_decay: 0.1, maximize: true }],
    ['AdamW', { betas: [0.3, 0.999] }],
    ['SGD', {}],
    ['SGD', { momentum: 0.9, nesterov: true, weight_decay: 0.01 }],
    ['SGD', { momentum: 0.9, dampening: 0.3, maximize: true }],
  ])('%s %j agrees with the plain operations', (type, conf) => {
    const fused = fusedUpdates();
    const run = (updates: typeof fused) => {
      setFusedUpdates(updates);
      const { variables, rule } = start(type, conf);
      for (let seed = 2; seed < 8; seed++) step(rule, seed, seed % 2 === 0 ? [3] : []);
      const all = [...variables, ...rule.stateDict().tensors.values()].flatMap(values);
      rule.dispose();
      // Disposed of, the rule leaves the parameters their values.
      expect(variables.flatMap(values)).toEqual(all.slice(0, variables.flatMap(values).length));
      return all;
    };
    const plain = run({});
    const whole = run(fused);
    setFusedUpdates(fused);
    expect(whole).toHaveLength(plain.length);
    expect(worst(whole, plain)).toBeLessThan(1e-6);
  });

  it('a parameter that is assigned goes on from its new value, and clones keep the old', () => {
    const { variables, rule } = start('SGD', {});
    step(rule, 2);
    const [first] = variables;
    if (first === undefined) throw new Error('no parameter');
    const before = values(first);
    const clone = tf.clone(first as tf.Tensor);
    first.assign(tf.ones([300, 5]));
    step(rule, 3);
    const [gradient] = tensorsOf(3);
    expect(worst(values(first), values(tf.sub(1, tf.mul(gradient ?? 0, 0.01))))).toBeLessThan(1e-6);
    expect(values(clone)).toEqual(before);
    rule.dispose();
  });

  it('two optimizers take turns on the same parameters', () => {
    const { variables, rule } = start('SGD', {});
    const parameters = new Map(variables.map((variable, index) => [`p${index}`, variable]));
    const other = createUpdateRule('SGD', parameters, findOptimizer('SGD')?.options.parse({}) ?? {});
    const expected = variables.map((variable) => values(variable));
    for (let seed = 2; seed < 6; seed++) {
      step(seed % 2 === 0 ? rule : other, seed);
      const gradients = tensorsOf(seed).map(values);
      for (const [at, list] of expected.entries())
        for (const index of list.keys())
          list[index] = (list[index] ?? 0) - 0.01 * (gradients[at]?.[index] ?? 0);
    }
    rule.dispose();
    other.dispose();
    expect(worst(variables.flatMap(values), expected.flat())).toBeLessThan(1e-6);
  });

  it('parameters may be on another backend in between', async () => {
    const { variables, rule } = start('SGD', {});
    step(rule, 2);
    const before = variables.flatMap(values);
    await startBackend('cpu');
    // Computing with them moves them there.
    expect(variables.flatMap((variable) => values(tf.mul(variable, 1)))).toEqual(before);
    await startBackend('webgpu');
    expect(variables.flatMap((variable) => values(tf.mul(variable, 1)))).toEqual(before);
    step(rule, 3);
    const moved = tensorsOf(3).flatMap(values);
    expect(
      worst(
        variables.flatMap(values),
        before.map((value, at) => value - 0.01 * (moved[at] ?? 0)),
      ),
    ).toBeLessThan(1e-6);
    rule.dispose();
  });

  it('goes on from a saved state', () => {
    const run = (isSaved: boolean) => {
      const { variables, rule } = start('Adam', {});
      for (let seed = 2; seed < 6; seed++) {
        step(rule, seed);
        if (!isSaved) continue;
        const { tensors, ...rest } = rule.stateDict();
        const saved = [...tensors].map(
          ([name, tensor]) => [name, tf.tensor(values(tensor), tensor.shape)] as const,
        );
        rule.loadStateDict({ ...rest, tensors: new Map(saved) });
      }
      const all = variables.flatMap(values);
      rule.dispose();
      return all;
    };
    expect(run(true)).toEqual(run(false));
  });

  it('takes no more memory from step to step', async () => {
    const { rule } = start('Adam', {});
    for (let seed = 2; seed < 5; seed++) step(rule, seed);
    const [before, tensors] = [gpu().numBytesInGPU, tf.memory().numTensors];
    for (let seed = 5; seed < 40; seed++) step(rule, seed);
    expect(gpu().numBytesInGPU).toBe(before);
    expect(tf.memory().numTensors).toBe(tensors);
    rule.dispose();
  });

  it.each([
    [[[3], [4]], 5],
    [[[1, Number.NaN], [1]], Number.NaN],
    [[[1], [1, Number.NEGATIVE_INFINITY]], Number.POSITIVE_INFINITY],
    [[[]], 0],
  ])('the norm of %j is %d', async (lists, expected) => {
    const norm = await gradientNorm(
      lists.map((list) => tf.tensor1d(list)),
      2,
    );
    if (Number.isFinite(expected)) expect(norm).toBeCloseTo(expected, 6);
    else expect(norm).toBe(expected);
  });

  it('the norm of many numbers is that of double precision', async () => {
    const lists = [numbers(200_000, 1), numbers(1, 2), numbers(70_001, 3)];
    const exact = Math.sqrt(lists.reduce((sum, list) => sum + list.reduce((part, x) => part + x * x, 0), 0));
    const norm = await gradientNorm(
      lists.map((list) => tf.tensor1d(list)),
      2,
    );
    expect(Math.abs(norm / exact - 1)).toBeLessThan(1e-6);
  });

  describe('that the GPU decides on', () => {
    const finite = () => tf.tensor1d([1, 2]);

    /** A step under a guard, and what it came to. */
    async function guarded(rule: ReturnType<typeof start>['rule'], options: Partial<Guarded> = {}) {
      const gradients = options.gradients ?? tensorsOf(2);
      const { guards } = fusedUpdates();
      const guard = guards?.guard({ step: 1, losses: finite(), gradients, clip: 1e9, ...options });
      if (guard === undefined || rule.guarded === undefined) throw new Error('no guards');
      const takeBack = rule.guarded(
        guard,
        new Map(gradients.map((each, index) => [`p${index}`, each])),
        0.01,
      );
      return { takeBack, ...(await guard.outcome) };
    }

    beforeEach(() => fusedUpdates().guards?.release());

    it('is the update that was decided on beforehand, clipped alike', async () => {
      for (const [type, conf] of [
        ['Adam', { amsgrad: true }],
        ['SGD', { momentum: 0.9 }],
      ] as const) {
        for (const clip of [1e9, 5, -5]) {
          const [one, other] = [start(type, conf), start(type, conf)];
          const gradients = tensorsOf(2);
          const norm = await gradientNorm(gradients, 2);
          const found = await guarded(one.rule, { clip });
          expect(found.state).toBe('done');
          expect(Math.abs(found.norm / norm - 1)).toBeLessThan(1e-6);
          const factor = clipFactor(norm, clip);
          other.rule.step(
            new Map(gradients.map((each, index) => [`p${index}`, tf.mul(each, factor) as tf.Tensor])),
            0.01,
          );
          expect(
            worst(one.variables.flatMap(values), other.variables.flatMap(values)),
            `${type} ${clip}`,
          ).toBeLessThan(1e-6);
          one.rule.dispose();
          other.rule.dispose();
        }
      }
    });

    it.each<[string, { losses?: number[]; gradient?: number }, number | undefined]>([
      ['loss not finite', { losses: [1, Number.NaN] }, undefined],
      ['loss not finite', { losses: [Number.NEGATIVE_INFINITY, 0] }, undefined],
      ['gradients not finite', { gradient: Number.NaN }, Number.NaN],
      ['gradients not finite', { gradient: Number.POSITIVE_INFINITY }, Number.POSITIVE_INFINITY],
      // Its square is beyond float32.
      ['gradients not finite', { gradient: 1e30 }, Number.POSITIVE_INFINITY],
    ])('is not done: %s (%j)', async (state, { losses, gradient }, norm) => {
      const { variables, rule } = start('Adam', {});
      const before = variables.flatMap(values);
      const gradients = tensorsOf(2);
      if (gradient !== undefined) gradients[2] = tf.tensor1d([0, 0, 0, gradient, 0, 0, 0]);
      const found = await guarded(rule, {
        gradients,
        ...(losses === undefined ? {} : { losses: tf.tensor1d(losses) }),
      });
      expect(found.state).toBe(state);
      if (norm !== undefined) expect(found.norm).toBe(norm);
      expect(variables.flatMap(values)).toEqual(before);
      for (const tensor of rule.stateDict().tensors.values())
        expect(values(tensor).every((each) => each === 0)).toBe(true);
      found.takeBack();
      expect(rule.stateDict()).toEqual({ steps: {}, tensors: new Map() });
      rule.dispose();
    });

    it('later steps are held back, not others of the same step, until they are released', async () => {
      const { variables, rule } = start('SGD', {});
      const before = variables.flatMap(values);
      const bad = tf.tensor1d([Number.NaN]);
      expect((await guarded(rule, { step: 7, losses: bad })).state).toBe('loss not finite');
      expect((await guarded(rule, { step: 8 })).state).toBe('held back');
      expect((await guarded(rule, { step: 9, losses: bad })).state).toBe('held back');
      expect(variables.flatMap(values)).toEqual(before);
      expect((await guarded(rule, { step: 7 })).state).toBe('done');
      expect(variables.flatMap(values)).not.toEqual(before);
      fusedUpdates().guards?.release();
      expect((await guarded(rule, { step: 8 })).state).toBe('done');
      rule.dispose();
    });

    it('needs no gradients', async () => {
      const { rule } = start('SGD', {});
      expect(await guarded(rule, { gradients: [] })).toMatchObject({ state: 'done', norm: 0 });
      rule.dispose();
    });
  });
});
