// The Dawn in the file that is named first computes something known, in a process of its own: a driver that does not fit the machine
// may end the process that loads it. Prints what runs as one line of JSON, the last one.
import * as tf from '#tf';
import { registerWebGpu } from '../backends/webgpu/start.js';
import { expectKnownResults } from '../set-up/known-results.js';
import { NoGpuError } from './open.js';
import type { Smoked } from './smoke.js';

process.stdout.write(`\n${JSON.stringify(await compute(process.argv[2] ?? ''))}\n`);

async function compute(file: string): Promise<Smoked> {
  try {
    const { text, isSoftware } = (await registerWebGpu(file)).sight;
    await tf.setBackend('webgpu');
    if (tf.getBackend() !== 'webgpu') throw new Error('WebGPU does not start.');
    await expectKnownResults('The GPU');
    return { adapter: text, isSoftware };
  } catch (error) {
    if (error instanceof NoGpuError) return { problem: error.message };
    throw error;
  }
}
