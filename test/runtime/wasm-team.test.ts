// Helper threads of the wasm backend: they take part, and every bit is as with one thread.

import { describe, expect, test } from 'vitest';
import * as tf from '#tf';
import { startBackend } from '../../runtime/src/backends/index.js';
import { compileBest, kernelsOn } from '../../runtime/src/backends/wasm/best-kernels.js';
import { wasmDevice } from '../../runtime/src/backends/wasm/device.js';
import type { Job } from '../../runtime/src/backends/wasm/team/board.js';
import { startTeam, threadCount } from '../../runtime/src/backends/wasm/team/index.js';
import { linear, scaledDotProductAttention } from '../../runtime/src/nn/index.js';
import fc from '../fast-check.js';
import { numbers, values } from './tensors.js';
import { heapOn, sharedMemory } from './wasm-memory.js';

const FLOAT = 4;

/** A matrix product on a memory of its own, shared by a team or by one thread. */
function product(threads: number) {
  const memory = sharedMemory(256);
  const heap = heapOn(memory);
  const { compiled } = compileBest(heap);
  const kernels = kernelsOn(compiled, memory);
  const share = startTeam(threads, kernels, compiled, heap);
  const scratchBytes = kernels.gemmScratch.value;
  const scratch = heap.allocate(scratchBytes * threads);
  const most = 400 * 400;
  const [a, b, out] = [0, 1, 2].map(() => heap.allocate(FLOAT * most)) as [number, number, number];
  const view = (at: number, length: number) => new Float32Array(memory.buffer, at, length);
  view(a, most).set(numbers(most, 1));
  view(b, most).set(numbers(most, 2));
  return {
    multiply(m: number, k: number, n: number, rowsPerChunk: number, seed = 0) {
      const job: Job = {
        kernel: 'gemm',
        args: [
          a + FLOAT * seed,
          FLOAT * k,
          FLOAT,
          b,
          FLOAT * n,
          FLOAT,
          out,
          FLOAT * n,
          m,
          k,
          n,
          0,
          0,
          0,
          scratch,
        ],
        rowsAt: 8,
        perRow: { 0: FLOAT * k, 6: FLOAT * n },
        perThread: { 14: scratchBytes },
        rowsPerChunk,
      };
      share(job);
      return view(out, m * n).slice();
    },
    /** Whether a thread has used its working memory. */
    hasWorked: (thread: number) => view(scratch + thread * scratchBytes, scratchBytes / FLOAT).some(Boolean),
  };
}

const alone = product(1);

describe.each([2, 4])('%i threads', (threads) => {
  const team = product(threads);

  test('every helper computes parts of it', async () => {
    const helpers = Array.from({ length: threads - 1 }, (_, index) => index + 1);
    await expect
      .poll(
        () => {
          team.multiply(400, 256, 400, 10);
          return helpers.every(team.hasWorked);
        },
        { timeout: 30_000, interval: 1 },
      )
      .toBe(true);
  });

  test('the bits are those of one thread, job after job', () => {
    const size = fc.integer({ min: 1, max: 60 });
    fc.assert(
      fc.property(size, size, size, fc.integer({ min: 1, max: 20 }), fc.nat(999), (m, k, n, rows, seed) => {
        expect(team.multiply(m, k, n, rows, seed)).toEqual(alone.multiply(m, k, n, m, seed));
      }),
      { numRuns: 2000 },
    );
  });
});

test('layers with their gradients have the bits of one thread, whatever is left over at the end of a chunk', async () => {
  process.env.OPTIM_SCHES_THREADS = '3';
  await startBackend('wasm');
  const device = wasmDevice();
  expect(device.threads).toBe(3);
  const tensor = (rows: number, columns: number, seed: number) =>
    tf.tensor2d(numbers(rows * columns, seed), [rows, columns]);
  const compute = (batch: number, T: number, S: number, causal: boolean) =>
    tf.tidy(() => {
      const lengths = tf.tensor1d(
        Array.from({ length: batch }, (_, b) => 1 + (b % S)),
        'int32',
      );
      const layer = { weight: tensor(64, 96, 3), bias: tf.tensor1d(numbers(96, 4)) };
      const f = (q: tf.Tensor, kv: tf.Tensor) => {
        const attended = scaledDotProductAttention(q as tf.Tensor2D, kv as tf.Tensor2D, {
          ...{ batch, heads: 4, causal },
          ...(causal ? {} : { lengths }),
        });
        return tf.sum(tf.square(linear(attended, layer, 'relu')));
      };
      const inputs = [tensor(batch * T, 64, 1), tensor(batch * S, 128, 2)];
      const gradients = tf.grads(f)(inputs);
      return [linear(inputs[0] as tf.Tensor2D, layer), ...gradients].map(values);
    });
  for (const [batch, T, S, causal] of [
    [128, 7, 9, false],
    [61, 11, 11, true],
    [1, 200, 200, false],
  ] as const) {
    const together = compute(batch, T, S, causal);
    const { share } = device;
    let calls = 0;
    const one: typeof share = ({ kernel, args }) => {
      calls += 1;
      device.kernels[kernel](...args);
    };
    Object.assign(device, { share: one });
    expect(compute(batch, T, S, causal)).toEqual(together);
    Object.assign(device, { share });
    expect(calls).toBeGreaterThan(3);
  }
});

test('more chunks than a ticket counts are refused', () => {
  expect(() => product(2).multiply(300, 1, 1, 1)).toThrow('300 rows in chunks of 1 are too many.');
});

describe('how many threads', () => {
  test.each([
    [{ OPTIM_SCHES_THREADS: '1' }, 1],
    [{ OPTIM_SCHES_THREADS: '3' }, 3],
  ])('%j', (env, threads) => {
    expect(threadCount(env)).toBe(threads);
  });

  test('as many as cores when it is not said', () => {
    expect(threadCount({})).toBeGreaterThanOrEqual(1);
    expect(threadCount({ OPTIM_SCHES_THREADS: '' })).toBe(threadCount({}));
  });

  test.each(['0', '5', '1.5', 'all'])('%s is refused', (wish) => {
    expect(() => threadCount({ OPTIM_SCHES_THREADS: wish })).toThrow(
      `OPTIM_SCHES_THREADS is a number of threads from 1 to 4, not "${wish}".`,
    );
  });
});
