// The set-up in the folder that is named first computes something known, in a process of its own: a library that does not
// fit the machine may end the process that loads it. Prints what runs as one line of JSON, the last one.
import * as tf from '#tf';
import { loadNative } from './binding.js';

const native = loadNative(process.argv[2] ?? '');
await tf.setBackend('tensorflow');
if (tf.getBackend() !== 'tensorflow') throw new Error('TensorFlow does not start.');

const matrix = tf.tensor2d([1, 2, 3, 4], [2, 2]);
expectValues(tf.matMul(matrix, matrix), [7, 10, 15, 22]);
// A gradient through a product, a softmax and a sum: what a training is made of.
const gradient = tf.grad((x) => tf.sum(tf.mul(tf.softmax(tf.matMul(x as typeof matrix, matrix)), matrix)));
expectValues(gradient(tf.zeros([2, 2])), [0.25, 0.25, 0.25, 0.25]);
if (native.noKernels === undefined) {
  const { facade } = native.binding;
  const id = native.inputId(tf.tensor1d([3, 4]));
  const [norm] = facade.executeOp('OptimSchesNorm', [{ name: 'N', type: 1, value: 1 }], [id], 1);
  if (norm !== undefined) expectValues(native.makeTensor(norm) as tf.Tensor, [5]);
}
const { tensorflow, gpu, noKernels } = native;
process.stdout.write(`\n${JSON.stringify({ tensorflow, gpu, noKernels })}\n`);

function expectValues(tensor: tf.Tensor, expected: readonly number[]): void {
  const values = [...tensor.dataSync()];
  const right = expected.every((value, at) => Math.abs(value - (values[at] ?? Number.NaN)) < 1e-6);
  if (!right)
    throw new Error(`TensorFlow computes [${values.join(', ')}] instead of [${expected.join(', ')}].`);
}
