// Neural-network operations: values and gradients of the fused ones (wasm) equal those composed of TensorFlow.js's
// operations (cpu), and so do those composed on native TensorFlow; the composed ones equal formulas worked out by hand
// where that is short.

import { beforeAll, describe, expect, test } from 'vitest';
import * as tf from '#tf';
import { startBackend } from '../../runtime/src/backends/index.js';
import {
  crossEntropy,
  dropout,
  embedding,
  layerNorm,
  linear,
  scaledDotProductAttention,
  sinusoidalPositions,
} from '../../runtime/src/nn/index.js';
import { hash32, uniform01 } from '../../runtime/src/nn/random.js';
import fc from '../fast-check.js';
import { bestBackend, runs } from './backend.js';
import { numbers, values, worst } from './tensors.js';

beforeAll(async () => {
  await startBackend('cpu');
  await startBackend(bestBackend);
});

/** One operation: its differentiable inputs as [shape, seed], and the function of them. */
interface Case {
  readonly inputs: readonly (readonly [shape: readonly number[], seed: number])[];
  readonly f: (...inputs: tf.Tensor[]) => tf.Tensor;
}

/** The value, and the gradient of a weighted sum of the value, for each input. */
function evaluate({ inputs, f }: Case): number[][] {
  const before = tf.memory().numTensors;
  const results = tf.tidy(() => {
    const tensors = inputs.map(([shape, seed]) =>
      tf.tensor(numbers(tf.util.sizeFromShape([...shape]), seed), [...shape]),
    );
    const value = f(...tensors);
    const weights = tf.tensor(numbers(value.size, 99), value.shape);
    const gradients = tf.grads((...args: tf.Tensor[]) => tf.sum(tf.mul(f(...args), weights)))(tensors);
    return [value, ...gradients].map(values);
  });
  expect(tf.memory().numTensors).toBe(before);
  return results;
}

async function agree(operation: Case, tolerance = 2e-5): Promise<void> {
  await tf.setBackend('cpu');
  const expected = evaluate(operation);
  await tf.setBackend(bestBackend);
  const actual = evaluate(operation);
  expected.forEach((numbers, i) => {
    expect(worst(actual[i] ?? [], numbers)).toBeLessThan(tolerance);
  });
}

const size = (max: number) => fc.integer({ min: 1, max });
const few = { numRuns: runs(40) };

test('linear, with and without relu', async () => {
  await fc.assert(
    fc.asyncProperty(size(40), size(40), size(40), fc.boolean(), async (n, inputs, outputs, relu) => {
      await agree({
        inputs: [
          [[n, inputs], 1],
          [[inputs, outputs], 2],
          [[outputs], 3],
        ],
        f: (x, weight, bias) =>
          linear(
            x as tf.Tensor2D,
            { weight: weight as tf.Tensor2D, bias: bias as tf.Tensor1D },
            relu ? 'relu' : undefined,
          ),
      });
    }),
    few,
  );
});

test('layer norm', async () => {
  await fc.assert(
    fc.asyncProperty(size(20), fc.integer({ min: 3, max: 40 }), async (n, features) => {
      await agree(
        {
          inputs: [
            [[n, features], 4],
            [[features], 5],
            [[features], 6],
          ],
          f: (x, weight, bias) =>
            layerNorm(x as tf.Tensor2D, { weight: weight as tf.Tensor1D, bias: bias as tf.Tensor1D }),
        },
        1e-4,
      );
    }),
    few,
  );
});

test('embedding: rows that are used twice get both gradients', async () => {
  await fc.assert(
    fc.asyncProperty(
      size(9),
      size(9),
      fc.array(fc.nat(), { minLength: 1, maxLength: 20 }),
      async (rows, d, ids) => {
        await agree({
          inputs: [[[rows, d], 7]],
          f: (table) =>
            embedding(
              Int32Array.from(ids, (id) => id % rows),
              table as tf.Tensor2D,
              1.5,
            ),
        });
      },
    ),
    few,
  );
});

test('an id that is no row of the embedding is refused', () => {
  expect(() => embedding(Int32Array.of(0, 3), tf.ones([3, 2]) as tf.Tensor2D)).toThrow(
    'There is no row 3 in an embedding of 3.',
  );
});

describe('attention', () => {
  test('over generated shapes, with lengths and causal or not', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          batch: size(3),
          heads: size(3),
          D: fc.constantFrom(3, 4, 12, 16, 20),
          T: size(11),
          S: size(11),
        }),
        fc.boolean(),
        fc.boolean(),
        async ({ batch, heads, D, T, S }, causal, padded) => {
          const d = heads * D;
          const keys = causal ? T : S;
          const lengths = Array.from({ length: batch }, (_, b) => 1 + (hash32(S, b) % keys));
          await agree({
            inputs: [
              [[batch * T, d], 8],
              [[batch * keys, 2 * d], 9],
            ],
            f: (q, kv) =>
              scaledDotProductAttention(q as tf.Tensor2D, kv as tf.Tensor2D, {
                batch,
                heads,
                causal,
                lengths: padded ? tf.tensor1d(lengths, 'int32') : undefined,
              }),
          });
        },
      ),
      { numRuns: runs(120) },
    );
  });

  test.each(['cpu', bestBackend])('hidden keys have no influence (%s)', async (backend) => {
    await tf.setBackend(backend);
    const q = tf.tensor2d(numbers(3 * 8, 10), [3, 8]);
    const kv = numbers(3 * 16, 11);
    const spoilt = kv.map((value, i) => (i >= 2 * 16 ? 1e3 : value));
    const of = (keys: Float32Array, layout: { lengths?: tf.Tensor1D; causal?: boolean }) =>
      values(scaledDotProductAttention(q, tf.tensor2d(keys, [3, 16]), { batch: 1, heads: 2, ...layout }));
    const lengths = tf.tensor1d([2], 'int32');
    expect(of(spoilt, { lengths })).toEqual(of(kv, { lengths }));
    expect(of(spoilt, { causal: true }).slice(0, 16)).toEqual(of(kv, { causal: true }).slice(0, 16));
    expect(of(spoilt, { causal: true }).slice(16)).not.toEqual(of(kv, { causal: true }).slice(16));
  });

  test('a number of features that the heads do not divide is refused', () => {
    expect(() =>
      scaledDotProductAttention(tf.ones([1, 10]), tf.ones([1, 20]), { batch: 1, heads: 4 }),
    ).toThrow('10 features cannot be split into 4 heads.');
  });
});

describe('cross entropy', () => {
  test('over generated logits and targets, some ignored', async () => {
    await fc.assert(
      fc.asyncProperty(
        size(45),
        fc.array(fc.nat(), { minLength: 1, maxLength: 20 }),
        async (classes, list) => {
          const targets = Int32Array.from(list, (target) => target % classes);
          await agree({
            inputs: [[[targets.length, classes], 12]],
            f: (logits) => crossEntropy(tf.mul(logits, 5) as tf.Tensor2D, targets, 0),
          });
        },
      ),
      few,
    );
  });

  test.each(['cpu', bestBackend])('known values (%s)', async (backend) => {
    await tf.setBackend(backend);
    const logits = tf.tensor2d([
      [0, 0, 0, 0],
      [1000, 0, 0, 0],
      [Math.log(3), 0, Math.log(4), Math.log(2)],
    ]);
    const loss = (targets: number[]) => values(crossEntropy(logits, Int32Array.from(targets), -1))[0];
    expect(loss([2, -1, -1])).toBeCloseTo(Math.log(4), 6);
    expect(loss([-1, 0, -1])).toBeCloseTo(0, 6);
    expect(loss([-1, 1, -1])).toBeCloseTo(1000, 3);
    expect(loss([0, -1, 0])).toBeCloseTo((Math.log(4) + Math.log(10 / 3)) / 2, 6);
    expect(loss([-1, -1, -1])).toBeCloseTo(0, 6);
  });

  test('targets that are no class, or too few', () => {
    expect(() => crossEntropy(tf.zeros([1, 3]), Int32Array.of(3), 0)).toThrow('The target 3 is not one of 3');
    expect(() => crossEntropy(tf.zeros([2, 3]), Int32Array.of(1), 0)).toThrow(
      '2 rows of logits have 1 target',
    );
  });
});

describe('dropout', () => {
  test('the same mask on both backends, in value and gradient', async () => {
    await fc.assert(
      fc.asyncProperty(
        size(50),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        fc.nat(),
        async (n, rate, seed) => {
          await agree({ inputs: [[[n, 3], 13]], f: (x) => dropout(x, rate, seed) }, 1e-6);
        },
      ),
      few,
    );
  });

  test('drops the given share, keeps the mean, and differs by seed', () => {
    const x = tf.ones([100_000]);
    const kept = values(dropout(x, 0.3, 1));
    expect(kept.filter((value) => value === 0).length / kept.length).toBeCloseTo(0.3, 2);
    expect(kept.reduce((a, b) => a + b) / kept.length).toBeCloseTo(1, 2);
    expect(values(dropout(x, 0.3, 2))).not.toEqual(kept);
    expect(values(dropout(x, 0.3, 1))).toEqual(kept);
  });

  test('a rate of 0 changes nothing, one outside [0, 1) is refused', () => {
    const x = tf.ones([3]);
    expect(dropout(x, 0, 1)).toBe(x);
    expect(() => dropout(x, 1, 1)).toThrow('A dropout rate is from 0 to below 1, not 1.');
  });
});

test('sinusoidal positions', () => {
  const table = values(sinusoidalPositions(3, 4));
  const expected = [0, 1, 2].flatMap((p) => [Math.sin(p), Math.cos(p), Math.sin(p / 100), Math.cos(p / 100)]);
  expect(worst(table, expected)).toBeLessThan(1e-6);
});

test('random numbers are functions of seed and counter, uniform enough', () => {
  // MurmurHash3's finalizer of known inputs: fmix32(0) = 0, so stream s of the counter that mixes to 0 is fmix32(s).
  expect(hash32(0, -0x9e3779b9)).toBe(0);
  expect(hash32(1, -0x9e3779b9)).toBe(0x514e28b7);
  const draws = Array.from({ length: 50_000 }, (_, i) => uniform01(7, i));
  expect(draws.reduce((a, b) => a + b) / draws.length).toBeCloseTo(0.5, 2);
  expect(draws.filter((x) => x < 0.1).length / draws.length).toBeCloseTo(0.1, 2);
  const lagged =
    draws.slice(1).reduce((sum, x, i) => sum + (x - 0.5) * ((draws[i] ?? 0) - 0.5), 0) / draws.length;
  expect(Math.abs(lagged)).toBeLessThan(0.002);
});
