// The backend webgpu itself; `npm run test:webgpu` runs it.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import * as tf from '#tf';
import { startBackend } from '../../runtime/src/backends/index.js';
import { missingKernels } from '../../runtime/src/backends/webgpu/overrides.js';
import { dawnFile, findWebGpu } from '../../runtime/src/webgpu/set-up.js';
import { only } from './backend.js';
import { numbers, values, worst } from './tensors.js';

describe.skipIf(only !== 'webgpu')('the backend webgpu', () => {
  beforeAll(async () => {
    await startBackend('webgpu');
  });

  it('leaves no name of a browser behind, and Node its own setImmediate', async () => {
    const { setImmediate } = globalThis;
    expect(await tf.add(tf.ones([3]), tf.ones([3])).data()).toEqual(Float32Array.of(2, 2, 2));
    expect(globalThis.setImmediate).toBe(setImmediate);
    for (const name of ['GPUBuffer', 'GPUBufferUsage', 'GPUMapMode', 'GPUDevice'])
      expect(globalThis).not.toHaveProperty(name);
    expect((globalThis as { navigator?: { gpu?: unknown } }).navigator?.gpu).toBeUndefined();
  });

  it('reads at once and later, each type', async () => {
    const x = tf.tensor1d([1.5, -2, 3]);
    const sum = tf.add(x, x);
    expect([...sum.dataSync()]).toEqual([3, -4, 6]);
    expect([...(await sum.data())]).toEqual([3, -4, 6]);
    expect([...tf.greater(tf.add(x, 0), 0).dataSync()]).toEqual([1, 0, 1]);
    expect([...tf.cast(tf.mul(x, 2), 'int32').dataSync()]).toEqual([3, -4, 6]);
    expect(values(tf.zeros([0]))).toEqual([]);
  });

  it('throws what the GPU refuses at the next reading, once', async () => {
    const { device } = tf.backend() as unknown as { device: { createBuffer(options: object): unknown } };
    device.createBuffer({ size: 16, usage: 0xffff });
    const sum = tf.add(tf.ones([2000]), 1);
    expect(() => sum.dataSync()).toThrow(
      /The GPU has not computed what it was asked for: .*65535 is invalid/,
    );
    expect((await sum.data())[0]).toBe(2);
  });

  it('keeps a bounded amount of free memory for tensors of ever other sizes', async () => {
    const allocated = () =>
      (tf.memory() as unknown as { numBytesAllocatedInGPU: number }).numBytesAllocatedInGPU;
    let most = 0;
    for (let size = 1_000_000; size < 1_000_100; size++) {
      // Two tensors of 4 MB in use, of a size of their own.
      const x = tf.fill([size], 1);
      const y = tf.add(x, 1);
      expect((await tf.max(y).data())[0]).toBe(2);
      tf.dispose([x, y]);
      most = Math.max(most, allocated());
    }
    // 64 MB free, and what is in use.
    expect(most).toBeLessThan(90e6);
    expect((tf.memory() as unknown as { numBytesInGPU: number }).numBytesInGPU).toBeLessThan(10e6);
  });

  it('ends the process that used it', () => {
    const found = findWebGpu(process.env);
    const main = fileURLToPath(new URL('../../runtime/dist/webgpu/smoke-main.js', import.meta.url));
    const dawn = join(found?.folder ?? '', dawnFile);
    const { status, stdout } = spawnSync(process.execPath, [main, dawn], {
      encoding: 'utf8',
      timeout: 60_000,
    });
    expect(status).toBe(0);
    expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toHaveProperty('adapter');
  });
});

describe.skipIf(only !== 'webgpu')('kernels of webgpu that are replaced', () => {
  beforeAll(async () => {
    await startBackend('webgpu');
  });

  it.each([
    [false, false],
    [false, true],
    [true, false],
    [true, true],
  ])('cumulative, exclusive %s, reverse %s, of several lengths', (exclusive, reverse) => {
    const run = (matrix: readonly number[][], operation: (a: number, b: number) => number, first: number) =>
      matrix.map((row) => {
        let total = first;
        const way = reverse ? row.toReversed() : row;
        const totals = way.map((each) => {
          const before = total;
          total = operation(total, each);
          return exclusive ? before : total;
        });
        return reverse ? totals.toReversed() : totals;
      });
    for (const length of [3, 5, 130]) {
      const matrix = [1, 2].map((seed) => [...numbers(length, seed)]);
      const x = tf.mul(tf.tensor2d(matrix), 1);
      const sums = run(matrix, (a, b) => a + b, 0).flat();
      const products = run(matrix, (a, b) => a * b, 1).flat();
      expect(worst(values(tf.cumsum(x, 1, exclusive, reverse)), sums)).toBeLessThan(1e-5);
      expect(worst(values(tf.cumprod(x, 1, exclusive, reverse)), products)).toBeLessThan(1e-5);
      const down = tf.cumsum(tf.transpose(x), 0, exclusive, reverse);
      expect(worst(values(tf.transpose(down)), sums)).toBeLessThan(1e-5);
    }
    expect(values(tf.cumsum(tf.cast(tf.add(tf.tensor1d([1, 2]), 0), 'int32')))).toEqual([1, 3]);
  });

  it('prod keeps dimensions, of numbers from JavaScript and of those on the GPU', () => {
    for (const x of [
      tf.tensor2d([
        [1, 2, 3],
        [4, 5, 6],
      ]),
      tf.add(
        tf.tensor2d([
          [1, 2, 3],
          [4, 5, 6],
        ]),
        0,
      ),
    ]) {
      expect(tf.prod(x, 1, true).shape).toEqual([2, 1]);
      expect(values(tf.prod(x, 1, true))).toEqual([6, 120]);
      expect(tf.prod(x).shape).toEqual([]);
    }
    const gradient = tf.grad((x) => tf.sum(tf.prod(x, 1)))(
      tf.tensor2d([
        [1, 2, 3],
        [4, 5, 6],
      ]),
    );
    expect(values(gradient)).toEqual([6, 3, 2, 30, 24, 20]);
  });

  it('bincount takes a tensor of any rank, as the thresholds of pictures need it', () => {
    const picture = tf.tensor3d([10, 10, 200, 200, 10, 200], [2, 3, 1]);
    expect(values(tf.image.threshold(picture, 'otsu'))).toEqual([0, 0, 255, 255, 0, 255]);
  });

  it('gather refuses wrong indices that come from JavaScript', () => {
    const x = tf.ones([3, 2]);
    expect(() => tf.gather(x, tf.tensor1d([0, 3], 'int32'))).toThrow('the index value 3 is not in [0, 2]');
    expect(tf.gather(x, tf.tensor1d([0, 2], 'int32')).shape).toEqual([2, 2]);
  });

  it('what TensorFlow.js lacks is refused by its name', () => {
    // Each has its refusal by now.
    expect(missingKernels()).toEqual([]);
    expect(() => tf.unique(tf.tensor1d([1, 1]))).toThrow(/no Unique on WebGPU.*--backend wasm/);
    expect(() => tf.bitwiseAnd(tf.tensor1d([1], 'int32'), tf.tensor1d([1], 'int32'))).toThrow('BitwiseAnd');
  });
});
