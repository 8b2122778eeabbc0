import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import * as tf from '#tf';
import { createUpdateRule } from '../../runtime/src/optimizers/index.js';
import { findOptimizer } from '../../schemas/src/optimizers/index.js';
import fc from '../fast-check.js';
import { type OptimCase, runOptimCase } from '../oracle-runner/torch-optim.js';
import { backends, casesOn, runs, useBackend } from './backend.js';

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../oracle/${name}.json`, import.meta.url), 'utf8')) as {
    meta: { shapes: number[][] };
    cases: OptimCase[];
  };

const files = [read('torch-optim'), read('torch-optim-tensorwise')];
const cases = files.flatMap(({ meta, cases }) =>
  cases
    .filter(({ optim_type }) => ['Adafactor', 'Muon'].includes(optim_type))
    .map((one) => ({ ...one, shapes: meta.shapes })),
);

describe.each(backends)('Adafactor and Muon on the backend %s', (backend) => {
  beforeAll(() => useBackend(backend));

  it('have cases of each world', () => {
    for (const key of ['zero_gradient', 'no_gradient', 'zero_lr', 'momentum'] as const)
      expect(cases.some((one) => one[key] !== undefined)).toBe(true);
    expect(cases.length).toBeGreaterThan(100);
  });

  it.each(casesOn(backend, cases))('$name $one.dtype $one.optim_conf follow torch', async (each) => {
    const { shapes, ...one } = each.one;
    const result = await runOptimCase(one, shapes, each.lastStep);
    expect(result.note).toBeUndefined();
    expect(result.status).toBe('ok');
  });
});

/** Options that take every path. */
const confs: [string, Record<string, unknown>][] = [
  ['Adafactor', {}],
  ['Adafactor', { eps: [0.1, 0.5], weight_decay: 0.1, maximize: true }],
  ['Muon', {}],
  ['Muon', { nesterov: false, adjust_lr_fn: 'match_rms_adamw' }],
];

/** Numbers of all sizes that hang together with no other. */
const valueAt = (seed: number) => (k: number) => Math.sin(seed * 12.9898 + k * 78.233) * 3;

function tensor(shape: number[], seed: number): tf.Tensor {
  const size = tf.util.sizeFromShape(shape);
  return tf.tensor(
    Float32Array.from({ length: size }, (_, k) => valueAt(seed)(k)),
    shape,
  );
}

function start(type: string, conf: object, shapes: number[][]) {
  const parameters = new Map(shapes.map((shape, i) => [`p${i}`, tf.variable(tensor(shape, i))]));
  return { parameters, rule: makeRule(type, conf, parameters) };
}

function makeRule(type: string, conf: object, parameters: Map<string, tf.Variable>) {
  const options = findOptimizer(type)?.options.parse({ ...conf });
  if (options === undefined) throw new Error(`no schema of ${type}`);
  return createUpdateRule(type, parameters, options);
}

const gradientsOf = (shapes: number[][], step: number) =>
  new Map(shapes.map((shape, i) => [`p${i}`, tensor(shape, 100 * step + i)]));

const flat = (tensors: ReadonlyMap<string, tf.Tensor>) =>
  [...tensors.values()].flatMap((each) => [...each.dataSync()]);

describe.each(backends)('the state on the backend %s', (backend) => {
  const shapes = [
    [4, 7],
    [9, 2],
    [5, 5],
  ];
  beforeAll(() => useBackend(backend));

  it.each(confs)('%s %j goes on from a saved state bit by bit', (type, conf) => {
    const whole = start(type, conf, shapes);
    const parted = start(type, conf, shapes);
    let { rule } = parted;
    for (let t = 1; t <= 5; t++) {
      const gradients = gradientsOf(shapes, t);
      if (t % 2 === 1) gradients.delete('p1');
      whole.rule.step(gradients, 0.01);
      rule.step(gradients, 0.01);
      const next = makeRule(type, conf, parted.parameters);
      next.loadStateDict(rule.stateDict());
      rule.dispose();
      rule = next;
    }
    expect(flat(parted.parameters)).toEqual(flat(whole.parameters));
    expect(rule.stateDict().steps).toEqual({ p0: 5, p1: 2, p2: 5 });
  });

  it.each(confs)('%s %j leaves gradients and the number of tensors as they were', (type, conf) => {
    const { rule } = start(type, conf, shapes);
    const gradients = gradientsOf(shapes, 1);
    const before = flat(gradients);
    rule.step(gradients, 0.01);
    const { numTensors, numBytes } = tf.memory();
    for (let t = 2; t <= 5; t++) rule.step(gradients, 0.01);
    expect(tf.memory()).toMatchObject({ numTensors, numBytes });
    expect(flat(gradients)).toEqual(before);
  });
});

describe('kernels and tfjs operations', () => {
  const size = fc.integer({ min: 1, max: 11 });
  const shapesOf = (type: string) =>
    fc.array(type === 'Muon' ? fc.tuple(size, size) : fc.array(size, { maxLength: 3 }), {
      minLength: 1,
      maxLength: 3,
    });

  it.each(confs)('%s %j agree for tensors of any shape', async (type, conf) => {
    await fc.assert(
      fc.asyncProperty(shapesOf(type), async (shapes) => {
        const results: number[][] = [];
        for (const backend of ['wasm', 'wasm, plain'] as const) {
          await useBackend(backend);
          const { parameters, rule } = start(type, conf, shapes);
          for (let t = 1; t <= 3; t++) rule.step(gradientsOf(shapes, t), 0.01);
          results.push([...flat(parameters), ...flat(rule.stateDict().tensors)]);
        }
        const [one = [], other = []] = results;
        expect(one.length).toBe(other.length);
        const scale = Math.max(...other.map(Math.abs));
        const worst = Math.max(...other.map((value, k) => Math.abs(value - (one[k] ?? Number.NaN))));
        expect(worst / scale).toBeLessThan(2e-6);
      }),
      { numRuns: runs(25), seed: 7 },
    );
  });
});

describe('parameters that are no matrices', () => {
  beforeAll(() => useBackend('cpu'));

  const make = (shapes: Record<string, number[]>) => () =>
    makeRule(
      'Muon',
      {},
      new Map(Object.entries(shapes).map(([name, shape]) => [name, tf.variable(tensor(shape, 1))])),
    );

  it('are named, and two OptimSchedulers proposed', () => {
    expect(
      make({ 'core.weight': [3, 4], 'norm.gamma': [4], 'output.weight': [3, 2], 'output.bias': [2] }),
    ).toThrow(
      'torch.optim.Muon updates matrices alone (torch: Muon only supports 2D parameters), but 2 of the 4 parameters that it is given are none: norm.gamma [4], output.bias [2]. Write two OptimSchedulers: one with optim_type: Muon and updated_modules: [core], one with optim_type: AdamW and updated_modules: [norm, output].',
    );
  });

  it('in every module leave AdamW, or modules of their own', () => {
    const biases = Object.fromEntries(Array.from({ length: 7 }, (_, i) => [`encoder.${i}.bias`, [3]]));
    expect(make({ 'encoder.weight': [3, 3], ...biases })).toThrow(
      'encoder.4.bias [3], 2 more. Every first-level module has such parameters (encoder). Write optim_type: AdamW, or keep the matrices in first-level modules of their own',
    );
  });
});
