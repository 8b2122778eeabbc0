// The set-up in the folder that is named first computes something known, in a process of its own: a library that does not
// fit the machine may end the process that loads it. Prints what runs as one line of JSON, the last one.
import * as tf from '#tf';
import { expectKnownResults, expectValues } from '../set-up/known-results.js';
import { loadNative } from './binding.js';

const native = loadNative(process.argv[2] ?? '');
await tf.setBackend('tensorflow');
if (tf.getBackend() !== 'tensorflow') throw new Error('TensorFlow does not start.');

await expectKnownResults('TensorFlow');
if (native.noKernels === undefined) {
  const { facade } = native.binding;
  const id = native.inputId(tf.tensor1d([3, 4]));
  const [norm] = facade.executeOp('OptimSchesNorm', [{ name: 'N', type: 1, value: 1 }], [id], 1);
  if (norm !== undefined) await expectValues('TensorFlow', native.makeTensor(norm) as tf.Tensor, [5]);
}
const { tensorflow, gpu, noKernels } = native;
process.stdout.write(`\n${JSON.stringify({ tensorflow, gpu, noKernels })}\n`);
