// Backends: which one starts and why, and what it computes in one pass.

import { beforeEach, describe, expect, test, vi } from 'vitest';
import * as tf from '#tf';
import { updateKernels } from '../../runtime/src/backends/fused.js';
import { backendNames, fusedUpdates, startBackend } from '../../runtime/src/backends/index.js';
import { createUpdateRule } from '../../runtime/src/optimizers/index.js';
import { findOptimizer } from '../../schemas/src/optimizers/index.js';
import { bestBackend, only } from './backend.js';
import { values } from './tensors.js';

// TensorFlow.js advertises its other packages on the console; whatever is printed is kept here.
const printed: unknown[] = [];
for (const method of ['log', 'info', 'warn', 'error'] as const) {
  vi.spyOn(console, method).mockImplementation((text) => void printed.push(text));
}

describe('startBackend', () => {
  test('the best is started when none is named', async () => {
    const { name, reason } = await startBackend();
    // WebGPU on software is never the best.
    expect(name).toBe(only === 'webgpu' && reason.startsWith('wasm') ? 'wasm' : bestBackend);
    expect(reason).toMatch(
      {
        tensorflow:
          /^tensorflow: TensorFlow \d+\.\d+\.\d+ on the [CG]PU, set up by "optim-sches setup native"$/,
        webgpu:
          /^webgpu: .+, hardware$|^wasm: .*; not webgpu, which is set up: slower than wasm on .*software/,
        wasm: /^wasm: relaxed SIMD(, matrix products in 256-bit vectors)?, (one thread|\d threads); nothing but npm needed$/,
      }[bestBackend],
    );
    expect(values(tf.add([1, 2], 1))).toEqual([2, 3]);
    expect(printed).toEqual([]);
  });

  test.each([
    ['wasm', 'wasm', /^wasm: relaxed SIMD.*, (one thread|\d threads); nothing but npm needed \(as asked\)$/],
    ['cpu', 'cpu', /^cpu: plain JavaScript, about 100 times slower than wasm; for comparison \(as asked\)$/],
  ])('%s starts %s', async (asked, name, reason) => {
    expect(await startBackend(asked)).toEqual({ name, reason: expect.stringMatching(reason) });
    expect(tf.getBackend()).toBe(name);
    expect(values(tf.add([1, 2], 1))).toEqual([2, 3]);
    expect(printed).toEqual([]);
  });

  test.each(['webgl', 'constructor', ''])(
    'there is no backend "%s", and the error says which there are',
    async (name) => {
      await expect(startBackend(name)).rejects.toThrow(
        `There is no backend "${name}". There are: tensorflow, webgpu, wasm, cpu.`,
      );
      expect(backendNames).toEqual(['tensorflow', 'webgpu', 'wasm', 'cpu']);
    },
  );

  test('a backend that fails to start is an error, never another backend in its place', async () => {
    const factory = tf.findBackendFactory('wasm');
    tf.removeBackend('wasm');
    tf.registerBackend('wasm', async () => {
      throw new Error('no memory');
    });
    await expect(startBackend('wasm')).rejects.toThrow('The backend wasm did not start.');
    tf.removeBackend('wasm');
    tf.registerBackend('wasm', factory);
    await startBackend('wasm');
  });
});

describe('fused updates', () => {
  beforeEach(async () => {
    await startBackend('wasm');
  });

  test('cpu has none, wasm has all', async () => {
    expect(Object.keys(fusedUpdates()).sort()).toEqual(
      [...updateKernels, 'adafactor', 'addScaled', 'dot', 'muon', 'sumOfSquares'].sort(),
    );
    await startBackend('cpu');
    expect(fusedUpdates()).toEqual({});
  });

  test.each([
    [[3, 4], 25],
    [[], 0],
    [[1, Number.NaN], Number.NaN],
    [[1e30, 1e30], 2e60],
    [[Number.POSITIVE_INFINITY], Number.POSITIVE_INFINITY],
  ])('sum of squares of %j', (list, expected) => {
    const sum = fusedUpdates().sumOfSquares?.(tf.tensor1d(list)) ?? -1;
    if (Number.isFinite(expected)) expect(Math.abs(sum - expected)).toBeLessThanOrEqual(1e-6 * expected);
    else expect(sum).toBe(expected);
  });

  test('operations that keep packed weights see the new ones', () => {
    const filter = tf.variable(tf.ones([1, 1, 4, 4]) as tf.Tensor4D);
    const image = tf.ones([1, 2, 2, 4]) as tf.Tensor4D;
    const product = () => values(tf.conv2d(image, filter, 1, 'same'))[0];
    expect(product()).toBe(4);
    const options = findOptimizer('SGD')?.options.parse({}) ?? {};
    const rule = createUpdateRule('SGD', new Map([['filter', filter]]), options);
    rule.step(new Map([['filter', tf.onesLike(filter)]]), 0.5);
    expect(product()).toBe(2);
  });
});
