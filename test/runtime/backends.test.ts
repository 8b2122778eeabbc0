// Backends: which one starts and why, and the fused update rules against PyTorch's formulas in double precision.

import fc from 'fast-check';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import * as tf from '#tf';
import { backendNames, fusedUpdates, startBackend } from '../../runtime/src/backends/index.js';
import { numbers, values, worst } from './tensors.js';

// TensorFlow.js advertises its other packages on the console; whatever is printed is kept here.
const printed: unknown[] = [];
for (const method of ['log', 'info', 'warn', 'error'] as const) {
  vi.spyOn(console, method).mockImplementation((text) => void printed.push(text));
}

describe('startBackend', () => {
  test.each([
    [undefined, 'wasm', 'wasm: SIMD, one thread; nothing but npm needed'],
    ['wasm', 'wasm', 'wasm: SIMD, one thread; nothing but npm needed (as asked)'],
    ['cpu', 'cpu', 'cpu: plain JavaScript, about 100 times slower than wasm; for comparison (as asked)'],
  ])('%s starts %s', async (asked, name, reason) => {
    expect(await startBackend(asked)).toEqual({ name, reason });
    expect(tf.getBackend()).toBe(name);
    expect(values(tf.add([1, 2], 1))).toEqual([2, 3]);
    expect(printed).toEqual([]);
  });

  test.each(['webgpu', 'constructor', ''])(
    'there is no backend "%s", and the error says which there are',
    async (name) => {
      await expect(startBackend(name)).rejects.toThrow(
        `There is no backend "${name}". There are: wasm, cpu.`,
      );
      expect(backendNames).toEqual(['wasm', 'cpu']);
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
    expect(Object.keys(fusedUpdates()).sort()).toEqual(['adam', 'sgd', 'sumOfSquares']);
    await startBackend('cpu');
    expect(fusedUpdates()).toEqual({});
  });

  const size = fc.integer({ min: 1, max: 30 });
  const rate = fc.double({ min: 1e-4, max: 0.5, noNaN: true });

  test('Adam follows its formula', () => {
    fc.assert(
      fc.property(
        fc.record({
          n: size,
          beta1: fc.constantFrom(0.9, 0.3, 0.5),
          beta2: fc.constantFrom(0.999, 0.98),
          stepSize: rate,
          weightDecay: fc.constantFrom(0, 0.1),
          decay: fc.constantFrom(1, 0.99),
        }),
        ({ n, beta1, beta2, stepSize, weightDecay, decay }) => {
          const [p, g, m, v] = [1, 2, 3, 4].map((seed) => numbers(n, seed)) as [
            Float32Array,
            Float32Array,
            Float32Array,
            Float32Array,
          ];
          v.forEach((value, i) => {
            v[i] = value * value;
          });
          const eps = 1e-8;
          const biasCorrection2Sqrt = 0.3;
          const [parameter, gradient, expAvg, expAvgSq] = [
            tf.variable(tf.tensor1d(p)),
            tf.tensor1d(g),
            tf.tensor1d(m),
            tf.tensor1d(v),
          ];
          fusedUpdates().adam?.({
            ...{ parameter, gradient, expAvg, expAvgSq, beta1, beta2, eps, stepSize, biasCorrection2Sqrt },
            ...{ weightDecay, decay },
          });
          const expected = Array.from(p, (value, i) => {
            const pi = value * decay;
            const gi = (g[i] ?? 0) + weightDecay * pi;
            const mi = (m[i] ?? 0) + (1 - beta1) * (gi - (m[i] ?? 0));
            const vi = (v[i] ?? 0) * beta2 + (1 - beta2) * gi * gi;
            return { p: pi - (stepSize * mi) / (Math.sqrt(vi) / biasCorrection2Sqrt + eps), m: mi, v: vi };
          });
          expect(
            worst(
              values(expAvg),
              expected.map((e) => e.m),
            ),
          ).toBeLessThan(1e-6);
          expect(
            worst(
              values(expAvgSq),
              expected.map((e) => e.v),
            ),
          ).toBeLessThan(1e-6);
          expect(
            worst(
              values(parameter),
              expected.map((e) => e.p),
            ),
          ).toBeLessThan(1e-6);
          expect(values(gradient)).toEqual([...g]);
          tf.dispose([parameter, gradient, expAvg, expAvgSq]);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('SGD follows its formula', () => {
    fc.assert(
      fc.property(
        fc.record({
          n: size,
          lr: rate,
          weightDecay: fc.constantFrom(0, 0.1),
          momentum: fc.option(
            fc.record({
              momentum: fc.constantFrom(0.9, 0.5),
              dampening: fc.constantFrom(0, 0.2),
              nesterov: fc.boolean(),
              first: fc.boolean(),
            }),
            { nil: undefined },
          ),
        }),
        ({ n, lr, weightDecay, momentum }) => {
          const [p, g, b] = [1, 2, 3].map((seed) => numbers(n, seed)) as [
            Float32Array,
            Float32Array,
            Float32Array,
          ];
          const [parameter, gradient, buffer] = [tf.variable(tf.tensor1d(p)), tf.tensor1d(g), tf.tensor1d(b)];
          fusedUpdates().sgd?.({
            ...{ parameter, gradient, lr, weightDecay },
            ...(momentum === undefined ? {} : { momentum: { ...momentum, buffer } }),
          });
          const expected = Array.from(p, (value, i) => {
            const gi = (g[i] ?? 0) + weightDecay * value;
            if (momentum === undefined) return { p: value - lr * gi, b: b[i] ?? 0 };
            const bi = momentum.first ? gi : (b[i] ?? 0) * momentum.momentum + (1 - momentum.dampening) * gi;
            return { p: value - lr * (momentum.nesterov ? gi + momentum.momentum * bi : bi), b: bi };
          });
          expect(
            worst(
              values(parameter),
              expected.map((e) => e.p),
            ),
          ).toBeLessThan(1e-6);
          expect(
            worst(
              values(buffer),
              expected.map((e) => e.b),
            ),
          ).toBeLessThan(1e-6);
          tf.dispose([parameter, gradient, buffer]);
        },
      ),
      { numRuns: 60 },
    );
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
    fusedUpdates().sgd?.({ parameter: filter, gradient: tf.onesLike(filter), lr: 0.5 });
    expect(product()).toBe(2);
  });
});
