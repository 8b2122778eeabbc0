// Each kernel of ours against TensorFlow.js's own result on its cpu backend, over generated shapes and numbers.

import { beforeAll, describe, expect, test } from 'vitest';
import * as tf from '#tf';
import { startBackend } from '../../runtime/src/backends/index.js';
import fc from '../fast-check.js';
import { numbers, values } from './tensors.js';

beforeAll(async () => {
  await startBackend('cpu');
  await startBackend('wasm');
});

/** Computes on both backends and compares; sums of K products in float32 may differ by their order. */
async function agree(compute: () => tf.Tensor, tolerance = 1e-5): Promise<void> {
  await tf.setBackend('cpu');
  const expected = tf.tidy(() => [...compute().dataSync()]);
  await tf.setBackend('wasm');
  const before = tf.memory().numTensors;
  const actual = tf.tidy(() => [...compute().dataSync()]);
  expect(tf.memory().numTensors).toBe(before);
  expect(actual.length).toBe(expected.length);
  const scale = Math.max(1, ...expected.map(Math.abs));
  actual.forEach((value, i) => {
    expect(Math.abs(value - (expected[i] ?? Number.NaN)) / scale).toBeLessThan(tolerance);
  });
}

const size = (max: number) => fc.integer({ min: 1, max });
const runs = { numRuns: 60 };

describe('matMul', () => {
  test.each([
    [false, false],
    [false, true],
    [true, false],
    [true, true],
  ])('of matrices, transposed %s and %s', async (transposeA, transposeB) => {
    await fc.assert(
      fc.asyncProperty(size(21), size(300), size(21), async (m, k, n) => {
        await agree(() => {
          const a = tf.tensor2d(numbers(m * k, 1), transposeA ? [k, m] : [m, k]);
          const b = tf.tensor2d(numbers(k * n, 2), transposeB ? [n, k] : [k, n]);
          return tf.matMul(a, b, transposeA, transposeB);
        });
      }),
      runs,
    );
  });

  test('of batches, one matrix for all of a batch on either side', async () => {
    await fc.assert(
      fc.asyncProperty(
        size(5),
        size(9),
        size(9),
        size(9),
        fc.constantFrom('both', 'left', 'right'),
        fc.boolean(),
        fc.boolean(),
        async (batch, m, k, n, side, transposeA, transposeB) => {
          const aBatch = side === 'right' ? 1 : batch;
          const bBatch = side === 'left' ? 1 : batch;
          await agree(() => {
            const a = tf.tensor(numbers(aBatch * m * k, 3), transposeA ? [aBatch, k, m] : [aBatch, m, k]);
            const b = tf.tensor(numbers(bBatch * k * n, 4), transposeB ? [bBatch, n, k] : [bBatch, k, n]);
            return tf.matMul(a, b, transposeA, transposeB);
          });
        },
      ),
      runs,
    );
  });

  test('of batches that broadcast in one dimension each goes to the original', async () => {
    await agree(() => {
      const a = tf.tensor(numbers(2 * 3 * 4, 5), [2, 1, 3, 4]);
      return tf.matMul(a, tf.tensor(numbers(3 * 4 * 2, 6), [1, 3, 4, 2]));
    });
  });

  test('refuses sizes that do not fit, as before', () => {
    expect(() => tf.matMul(tf.ones([2, 3]), tf.ones([2, 3]))).toThrow(/inner shapes/i);
  });
});

test('transpose of a matrix, and of the middle of four axes', async () => {
  await fc.assert(
    fc.asyncProperty(size(70), size(70), async (rows, columns) => {
      await agree(() => tf.transpose(tf.tensor2d(numbers(rows * columns, 7), [rows, columns])), 1e-30);
    }),
    runs,
  );
  await fc.assert(
    fc.asyncProperty(size(3), size(5), size(5), size(9), async (a, b, c, d) => {
      await agree(
        () => tf.transpose(tf.tensor4d(numbers(a * b * c * d, 8), [a, b, c, d]), [0, 2, 1, 3]),
        1e-30,
      );
    }),
    runs,
  );
});

test('sum over rows', async () => {
  await fc.assert(
    fc.asyncProperty(size(50), size(50), fc.boolean(), async (rows, columns, keepDims) => {
      await agree(() => tf.sum(tf.tensor2d(numbers(rows * columns, 9), [rows, columns]), 0, keepDims));
    }),
    runs,
  );
});

test('other types and axes go to the original kernels', async () => {
  await agree(() => tf.transpose(tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3], 'int32')));
  await agree(() => tf.sum(tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3], 'int32'), 0));
  await agree(() => tf.sum(tf.tensor2d(numbers(12, 10), [3, 4]), 1));
  await agree(() => tf.transpose(tf.tensor3d(numbers(24, 11), [2, 3, 4]), [2, 0, 1]));
});

test('kernels go on after the memory has grown', async () => {
  await tf.setBackend('wasm');
  const a = tf.tensor2d(numbers(30, 12), [5, 6]);
  const product = () => tf.tidy(() => values(tf.matMul(a, a, true, false)));
  const before = product();
  const large = Array.from({ length: 6 }, () => tf.zeros([4, 1024, 1024]));
  expect(product()).toEqual(before);
  tf.dispose([a, ...large]);
});
