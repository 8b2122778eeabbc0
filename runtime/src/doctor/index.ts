import * as tf from '#tf';
import { startBackend } from '../backends/index.js';
import { seeGpu } from '../native/gpu.js';
import { findSetUp } from '../native/set-up.js';
import { smoke } from '../native/smoke.js';
import { setUpCommand } from '../native/versions.js';
import { describeMachine } from './machine.js';
import type { BackendReport, DoctorReport } from './report.js';

export type { BackendReport, DoctorReport } from './report.js';

/**
 * Finds out what this machine can train with. Each backend is started and computes something, native TensorFlow in a
 * process of its own; nothing is downloaded or changed.
 */
export async function examine(env: NodeJS.ProcessEnv, version: string): Promise<DoctorReport> {
  const native = examineNative(env);
  const backends = [native.report, noWebGpu, await examineBackend('wasm'), await examineBackend('cpu')];
  return {
    versions: {
      'optim-sches': version,
      node: process.versions.node,
      tfjs: tf.version_core,
      ...(native.tensorflow === undefined ? {} : { tensorflow: native.tensorflow }),
    },
    machine: await describeMachine(),
    gpu: seeGpu(),
    backends,
    chosen: backends.find(({ available }) => available)?.name,
  };
}

const noWebGpu: BackendReport = {
  name: 'webgpu',
  available: false,
  text: 'this version has no WebGPU backend yet',
};

function examineNative(env: NodeJS.ProcessEnv): { report: BackendReport; tensorflow?: string } {
  const name = 'tensorflow';
  const found = findSetUp(env);
  if (found === undefined)
    return { report: { name, available: false, text: 'not set up', help: `${setUpCommand}` } };
  if (found.setUp === undefined) return { report: { name, available: false, text: found.problem } };
  try {
    const { tensorflow, gpu } = smoke(found.folder);
    const text = `TensorFlow ${tensorflow} on the ${gpu ? 'GPU' : 'CPU'}, in ${found.folder}`;
    return { report: { name, available: true, text }, tensorflow };
  } catch (error) {
    return {
      report: {
        name,
        available: false,
        text: messageOf(error),
        help: `${setUpCommand} --remove, then ${setUpCommand}`,
      },
      tensorflow: found.setUp.tensorflow,
    };
  }
}

async function examineBackend(name: 'wasm' | 'cpu'): Promise<BackendReport> {
  try {
    const { reason } = await startBackend(name);
    const [sum] = tf.tidy(() => tf.sum(tf.ones([3]))).dataSync();
    if (sum !== 3) throw new Error(`It computes 1 + 1 + 1 = ${sum}.`);
    return { name, available: true, text: reason.replace(`${name}: `, '').replace(' (as asked)', '') };
  } catch (error) {
    return { name, available: false, text: messageOf(error) };
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
