// The Dawn in the file that is named first computes something known, in a process of its own: a driver that does not fit the machine
// may end the process that loads it. Prints what runs as one line of JSON, the last one.
import * as tf from '#tf';
import { registerWebGpu } from '../backends/webgpu/start.js';
import { NoGpuError } from './open.js';
import type { Smoked } from './smoke.js';

process.stdout.write(`\n${JSON.stringify(await compute(process.argv[2] ?? ''))}\n`);

async function compute(file: string): Promise<Smoked> {
  try {
    const { text, isSoftware } = (await registerWebGpu(file)).sight;
    await tf.setBackend('webgpu');
    if (tf.getBackend() !== 'webgpu') throw new Error('WebGPU does not start.');
    const matrix = tf.tensor2d([1, 2, 3, 4], [2, 2]);
    await expectValues(tf.matMul(matrix, matrix), [7, 10, 15, 22]);
    // A gradient through a product, a softmax and a sum: what a training is made of.
    const gradient = tf.grad((x) =>
      tf.sum(tf.mul(tf.softmax(tf.matMul(x as typeof matrix, matrix)), matrix)),
    );
    await expectValues(gradient(tf.zeros([2, 2])), [0.25, 0.25, 0.25, 0.25]);
    return { adapter: text, isSoftware };
  } catch (error) {
    if (error instanceof NoGpuError) return { problem: error.message };
    throw error;
  }
}

async function expectValues(tensor: tf.Tensor, expected: readonly number[]): Promise<void> {
  const values = [...(await tensor.data())];
  const right = expected.every((value, at) => Math.abs(value - (values[at] ?? Number.NaN)) < 1e-6);
  if (!right) throw new Error(`The GPU computes [${values.join(', ')}] instead of [${expected.join(', ')}].`);
}
