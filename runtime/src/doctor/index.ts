import * as tf from '#tf';
import { startBackend } from '../backends/index.js';
import { nativeText } from '../backends/tensorflow/index.js';
import { seeGpu } from '../native/gpu.js';
import { findSetUp } from '../native/set-up.js';
import { smoke } from '../native/smoke.js';
import { setUpCommand } from '../native/versions.js';
import { findWebGpu } from '../webgpu/set-up.js';
import { smoke as smokeWebGpu } from '../webgpu/smoke.js';
import { setUpCommand as webGpuCommand } from '../webgpu/versions.js';
import { describeMachine } from './machine.js';
import type { BackendReport, DoctorReport } from './report.js';

export type { BackendReport, DoctorReport } from './report.js';

/**
 * Finds out what this machine can train with. Each backend is started and computes something, native TensorFlow and WebGPU
 * in processes of their own; nothing is downloaded or changed.
 */
export async function examine(env: NodeJS.ProcessEnv, version: string): Promise<DoctorReport> {
  const native = examineNative(env);
  const webgpu = examineWebGpu(env);
  const backends = [native.report, webgpu, await examineBackend('wasm'), await examineBackend('cpu')];
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
    chosen: backends.find(({ available, onlyWhenAsked }) => available && onlyWhenAsked !== true)?.name,
  };
}

function examineNative(env: NodeJS.ProcessEnv): { report: BackendReport; tensorflow?: string } {
  const name = 'tensorflow';
  const found = findSetUp(env);
  if (found === undefined)
    return { report: { name, available: false, text: 'not set up', help: `${setUpCommand}` } };
  if (found.setUp === undefined) return { report: { name, available: false, text: found.problem } };
  try {
    const facts = smoke(found.folder);
    const text = `${nativeText(facts)}, in ${found.folder}`;
    return { report: { name, available: true, text }, tensorflow: facts.tensorflow };
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

function examineWebGpu(env: NodeJS.ProcessEnv): BackendReport {
  const name = 'webgpu';
  const found = findWebGpu(env);
  if (found === undefined) return { name, available: false, text: 'not set up', help: webGpuCommand };
  if (found.setUp === undefined) return { name, available: false, text: found.problem };
  try {
    const { adapter, isSoftware, problem } = smokeWebGpu(found.folder);
    if (adapter === undefined) return { name, available: false, text: problem ?? '' };
    const text = `${adapter}, Dawn ${found.setUp.dawn} in ${found.folder}`;
    return { name, available: true, text, ...(isSoftware === true ? { onlyWhenAsked: true } : {}) };
  } catch (error) {
    const help = `${webGpuCommand} --remove, then ${webGpuCommand}`;
    return { name, available: false, text: messageOf(error), help };
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
