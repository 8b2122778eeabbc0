import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import * as tf from '#tf';
import { createUpdateRule, executableOptimizers } from '../../runtime/src/optimizers/index.js';
import { findOptimizer, torchOptimNames } from '../../schemas/src/optimizers/index.js';
import fc from '../fast-check.js';
import { backends, casesOn, runs, useBackend } from './backend.js';

type Backend = (typeof backends)[number];

interface OracleCase {
  name: string;
  optim_type: string;
  optim_conf: Record<string, unknown>;
  dtype: string;
  base_lr: number;
  /** Flat parameters after some steps. */
  params: Record<string, number[]>;
}

const oracle = JSON.parse(readFileSync(new URL('../oracle/torch-optim.json', import.meta.url), 'utf8')) as {
  meta: { shapes: number[][] };
  cases: OracleCase[];
};
/** Muon takes matrices alone and LBFGS a closure: they have tests of their own. */
const others = ['LBFGS', 'Muon'];
const tested = executableOptimizers.filter((type) => !others.includes(type));
const cases = oracle.cases.filter(
  ({ optim_type, dtype }) => tested.includes(optim_type) && dtype === 'float32',
);
const sizes = oracle.meta.shapes.map((shape) => shape.reduce((a, b) => a * b, 1));
const total = sizes.reduce((a, b) => a + b, 0);

/** The oracle's world: see `meta` in its file. */
const initial = (k: number) => (((37 * k + 11) % 64) - 32) / 64;
const gradientAt = (t: number, k: number) => (((31 * t + 17 * k + 7) % 101) - 50) / 64;
const lrAt = (base: number, t: number) => base * Math.min(1, t / 20) * (1 - (0.5 * t) / 200);

function tensors(value: (k: number) => number): tf.Tensor[] {
  let offset = 0;
  return oracle.meta.shapes.map((shape, index) => {
    const size = sizes[index] ?? 0;
    const values = Float32Array.from({ length: size }, (_, i) => value(offset + i));
    offset += size;
    return tf.tensor(values, shape);
  });
}

function options(optimType: string, conf: Record<string, unknown>): Record<string, unknown> {
  const optimizer = findOptimizer(optimType);
  if (optimizer === undefined) throw new Error(`no schema of ${optimType}`);
  return optimizer.options.parse(conf);
}

function makeParameters(): Map<string, tf.Variable> {
  return new Map(tensors(initial).map((tensor, index) => [`p${index}`, tf.variable(tensor)]));
}

function flat(parameters: ReadonlyMap<string, tf.Tensor>): number[] {
  return [...parameters.values()].flatMap((parameter) => [...parameter.dataSync()]);
}

function gradients(t: number): Map<string, tf.Tensor> {
  return new Map(tensors((k) => gradientAt(t, k)).map((tensor, index) => [`p${index}`, tensor]));
}

/** The largest difference relative to the largest number, or to 1e-3 where all are smaller. */
const worstOf = (actual: readonly number[], expected: readonly number[]) =>
  Math.max(...expected.map((value, k) => Math.abs(value - (actual[k] ?? Number.NaN)))) /
  Math.max(1e-3, ...expected.map(Math.abs));

/** The largest difference relative to the largest parameter. */
function relativeError(actual: readonly number[], expected: readonly number[]): number {
  const scale = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((value, k) => Math.abs(value - (actual[k] ?? Number.NaN)))) / scale;
}

/** Options that take every path of an update rule. */
const confs: [string, Record<string, unknown>][] = [
  ['Adafactor', {}],
  ['Adafactor', { eps: [0.1, 0.5], weight_decay: 0.1, maximize: true }],
  ['Adadelta', { weight_decay: 0.1 }],
  ['Adadelta', { maximize: true }],
  ['Adagrad', { lr_decay: 0.1, weight_decay: 0.1 }],
  ['Adagrad', { initial_accumulator_value: 0.1, maximize: true }],
  ['Adam', { amsgrad: true, weight_decay: 0.1 }],
  ['Adam', {}],
  ['AdamW', {}],
  ['Adamax', { weight_decay: 0.1 }],
  ['Adamax', { maximize: true }],
  ['ASGD', { t0: 3, weight_decay: 0.1 }],
  ['ASGD', { lambd: 0.1, maximize: true }],
  ['NAdam', { weight_decay: 0.1 }],
  ['NAdam', { weight_decay: 0.1, decoupled_weight_decay: true, maximize: true }],
  ['RAdam', { weight_decay: 0.1 }],
  ['RAdam', { betas: [0.9, 0.9], weight_decay: 0.1, decoupled_weight_decay: true, maximize: true }],
  ['RMSprop', { weight_decay: 0.1 }],
  ['RMSprop', { momentum: 0.9, maximize: true }],
  ['RMSprop', { momentum: 0.9, centered: true }],
  ['Rprop', {}],
  ['Rprop', { maximize: true }],
  ['SGD', { lr: 0.1, momentum: 0.9, nesterov: true }],
  ['SGD', { lr: 0.1, momentum: 0.9, maximize: true }],
  ['SGD', { lr: 0.1 }],
];

describe.each(backends)('update rules on the backend %s', (backend) => {
  beforeAll(() => useBackend(backend));

  it('covers every optimizer of the oracle that can be executed', () => {
    const types = new Set(cases.map(({ optim_type }) => optim_type));
    expect([...types].sort()).toEqual([...tested].sort());
    expect(total).toBe(26);
  });

  it.each(casesOn(backend, cases))('$name $one.optim_conf follows torch', ({ one, lastStep = 200 }) => {
    const { optim_type, optim_conf, base_lr, params } = one;
    const parameters = makeParameters();
    const rule = createUpdateRule(optim_type, parameters, options(optim_type, optim_conf));
    const checked: string[] = [];
    for (let t = 1; t <= lastStep; t++) {
      const g = gradients(t);
      rule.step(g, lrAt(base_lr, t));
      tf.dispose([...g.values()]);
      const expected = params[t];
      if (expected === undefined) continue;
      checked.push(String(t));
      expect(relativeError(flat(parameters), expected), `step ${t}`).toBeLessThan(1e-5);
    }
    expect(checked).toEqual(Object.keys(params).filter((step) => Number(step) <= lastStep));
    rule.dispose();
    for (const parameter of parameters.values()) parameter.dispose();
  });

  it.each(confs)('%s %j goes on from a saved state bit by bit', (type, conf) => {
    const parameters = makeParameters();
    let rule = createUpdateRule(type, parameters, options(type, conf));
    const other = makeParameters();
    const whole = createUpdateRule(type, other, options(type, conf));
    for (let t = 1; t <= 6; t++) {
      const g = gradients(t);
      // The second parameter is reached by no loss in odd steps: its state stays behind.
      if (t % 2 === 1) g.delete('p1');
      rule.step(g, 0.01);
      whole.step(g, 0.01);
      const saved = rule.stateDict();
      const next = createUpdateRule(type, parameters, options(type, conf));
      next.loadStateDict(saved);
      rule.dispose();
      rule = next;
    }
    expect(flat(parameters)).toEqual(flat(other));
    expect(rule.stateDict().steps).toEqual({ p0: 6, p1: 3, p2: 6, p3: 6 });
    const moved = flat(parameters).filter((value, k) => value !== Math.fround(initial(k)));
    expect(moved.length).toBeGreaterThan(20);
  });

  it('leaves the gradients and the number of tensors as they were', () => {
    for (const [type, conf] of confs) {
      const parameters = makeParameters();
      const rule = createUpdateRule(type, parameters, options(type, conf));
      const g = gradients(1);
      rule.step(g, 0.01);
      const before = tf.memory().numTensors;
      for (let t = 2; t <= 5; t++) rule.step(g, 0.01);
      expect(tf.memory().numTensors).toBe(before);
      expect(flat(g)).toEqual(Array.from({ length: total }, (_, k) => Math.fround(gradientAt(1, k))));
    }
  });
});

describe('one pass over memory', () => {
  const size = fc.integer({ min: 1, max: 30 });
  const number = fc.double({ min: -2, max: 2, noNaN: true });

  /** The parameters after three updates of tensors of the given sizes. */
  async function after(backend: Backend, type: string, conf: object, sizes: number[], seed: number[]) {
    await useBackend(backend);
    const value = (k: number) => (seed[k % seed.length] ?? 0) + ((k * 37) % 11) / 7;
    const tensors = sizes.map((n, i) =>
      tf.variable(tf.tensor1d(Array.from({ length: n }, (_, k) => value(k + i)))),
    );
    const parameters = new Map(tensors.map((tensor, i) => [`p${i}`, tensor]));
    const rule = createUpdateRule(type, parameters, options(type, { ...conf }));
    for (let t = 1; t <= 3; t++) {
      const g = sizes.map(
        (n, i) => [`p${i}`, tf.tensor1d(Array.from({ length: n }, (_, k) => value(t + 3 * k + i)))] as const,
      );
      rule.step(new Map(g), 0.01);
    }
    const states = [...rule.stateDict().tensors].map(
      ([name, tensor]) => [name, [...tensor.dataSync()]] as const,
    );
    return { parameters: flat(parameters), states: new Map(states) };
  }

  it.each(confs)('%s %j agrees with tfjs operations for tensors of any size', async (type, conf) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(size, { minLength: 1, maxLength: 4 }),
        fc.array(number, { minLength: 1 }),
        async (sizes, seed) => {
          const [one, other] = [
            await after('wasm', type, conf, sizes, seed),
            await after('wasm, plain', type, conf, sizes, seed),
          ];
          expect(relativeError(one.parameters, other.parameters)).toBeLessThan(1e-5);
          expect([...one.states.keys()]).toEqual([...other.states.keys()]);
          for (const [name, values] of one.states)
            expect(worstOf(values, other.states.get(name) ?? []), name).toBeLessThan(1e-5);
        },
      ),
      { numRuns: runs(20) },
    );
  });
});

describe('what does not fit', () => {
  beforeAll(() => useBackend('cpu'));

  it('says why SparseAdam, alone of all, cannot be executed', () => {
    const others = torchOptimNames.filter((type) => !executableOptimizers.includes(type));
    expect(others).toEqual(['SparseAdam']);
    expect(() => createUpdateRule('SparseAdam', new Map(), {})).toThrow(
      'SparseAdam cannot be used here: gradients here are dense, and it refuses those in torch too (torch: SparseAdam does not support dense gradients, please consider Adam instead). Use Adam instead.',
    );
    expect(() => createUpdateRule('Adam2', new Map(), {})).toThrow('torch.optim has no Adam2. Take one of');
  });

  it('refuses a state of other parameters', () => {
    const parameters = makeParameters();
    const rule = createUpdateRule('SGD', parameters, options('SGD', { lr: 0.1, momentum: 0.9 }));
    const g = gradients(1);
    rule.step(g, 0.1);
    const { steps, tensors: saved } = rule.stateDict();
    expect(() => rule.loadStateDict({ steps: { q: 1 }, tensors: new Map() })).toThrow(
      'The saved optimizer has a state for q, which it does not update now.',
    );
    const wrong = new Map(saved).set('p0.momentum_buffer', tf.zeros([2, 2]));
    expect(() => rule.loadStateDict({ steps, tensors: wrong })).toThrow(
      'The saved momentum_buffer of p0 has the shape [2,2], the parameter has [4,3].',
    );
  });

  it('refuses a state of other shapes where it has its own', () => {
    const parameters = makeParameters();
    const rule = createUpdateRule('Adafactor', parameters, options('Adafactor', {}));
    rule.step(gradients(1), 0.1);
    const { steps, tensors: saved } = rule.stateDict();
    expect(saved.get('p0.row_var')?.shape).toEqual([4, 1]);
    expect(saved.get('p0.col_var')?.shape).toEqual([1, 3]);
    expect(saved.get('p1.variance')?.shape).toEqual([4]);
    const wrong = new Map(saved).set('p0.row_var', tf.zeros([4, 3]));
    expect(() => rule.loadStateDict({ steps, tensors: wrong })).toThrow(
      'The saved row_var of p0 has the shape [4,3], the parameter has [4,3], whose row_var would have [4,1].',
    );
  });
});
