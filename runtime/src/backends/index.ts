import { fileURLToPath } from 'node:url';
import * as tf from '#tf';
import { setCapture } from './capture.js';
import { setFusedUpdates } from './fused.js';
import { findTensorFlow, startTensorFlow } from './tensorflow/index.js';
import { wasmDevice } from './wasm/device.js';
import { registerFusedOps } from './wasm/fused-ops.js';
import { installOverrides } from './wasm/overrides.js';
import { wasmUpdates } from './wasm/updates.js';
import { foundWebGpu, seeWebGpu, startWebGpuBackend } from './webgpu.js';

export { captured, captureNotices } from './capture.js';
export * from './fused.js';

/** A backend as it was started. */
export interface Backend {
  readonly name: string;
  /** Why this one, in one line for the reader of a log. */
  readonly reason: string;
}

/** Starts a backend and says what it is. */
type Start = () => Promise<string>;

/** Best first. */
const backends: Readonly<Record<string, Start>> = {
  tensorflow: startNative,
  webgpu: startWebGpu,
  wasm: startWasm,
  cpu: startCpu,
};

/** The names that `startBackend` takes, best first. */
export const backendNames: readonly string[] = Object.keys(backends);

/**
 * Starts the named backend, or the best there is, and makes it the one that all tensors live on. Throws when the name
 * is not one of `backendNames` or the backend does not start; it never goes on with another than the one it names.
 */
export async function startBackend(name?: string): Promise<Backend> {
  if (name === undefined) return startBest();
  const start = Object.hasOwn(backends, name) ? backends[name] : undefined;
  if (start === undefined) {
    throw new Error(`There is no backend "${name}". There are: ${backendNames.join(', ')}.`);
  }
  return { name, reason: `${name}: ${await start()} (as asked)` };
}

/**
 * `tensorflow` where it is set up and starts, else `webgpu` where that is set up and there is a GPU, else `wasm`: a set-up that has come
 * to harm stops no training.
 */
async function startBest(): Promise<Backend> {
  const notes: string[] = [];
  const passOver = (name: string, why: unknown) =>
    notes.push(`; not ${name}, which is set up: ${why instanceof Error ? why.message : why}`);
  if (findTensorFlow() !== undefined) {
    try {
      return { name: 'tensorflow', reason: `tensorflow: ${await startNative()}` };
    } catch (error) {
      passOver('tensorflow', error);
    }
  }
  if (foundWebGpu() !== undefined) {
    try {
      const { isSoftware, text } = await seeWebGpu();
      if (!isSoftware) return { name: 'webgpu', reason: `webgpu: ${await startWebGpu()}${notes.join('')}` };
      passOver('webgpu', `slower than wasm on ${text}`);
    } catch (error) {
      passOver('webgpu', error);
    }
  }
  return { name: 'wasm', reason: `wasm: ${await startWasm()}${notes.join('')}` };
}

async function startNative(): Promise<string> {
  const { reason, capture, updates } = startTensorFlow();
  await use('tensorflow');
  setFusedUpdates(updates);
  setCapture(capture);
  return reason;
}

async function startWebGpu(): Promise<string> {
  const { reason, updates } = await startWebGpuBackend();
  await use('webgpu');
  setFusedUpdates(updates);
  setCapture(undefined);
  return reason;
}

async function startWasm(): Promise<string> {
  if (!(await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT'))) {
    throw new Error(
      'The backend wasm needs WebAssembly SIMD, which this Node.js or processor does not have. Use --backend cpu, or a newer Node.js.',
    );
  }
  // One folder seen from src/backends and from dist/backends.
  tf.setWasmPaths(fileURLToPath(new URL('../../dist/wasm/', import.meta.url)));
  await use('wasm');
  installOverrides();
  registerFusedOps();
  setFusedUpdates(wasmUpdates);
  setCapture(undefined);
  return `${wasmDevice().text}; nothing but npm needed`;
}

async function startCpu(): Promise<string> {
  // TensorFlow.js advertises its other packages on the first use of this backend, unless it is told it is a product.
  tf.env().set('PROD', true);
  await use('cpu');
  setFusedUpdates({});
  setCapture(undefined);
  return 'plain JavaScript, about 100 times slower than wasm; for comparison';
}

/** TensorFlow.js answers a backend that fails with `false` and goes on with a slower one; this throws. */
async function use(name: string): Promise<void> {
  const started = await tf.setBackend(name);
  await tf.ready();
  if (!started || tf.getBackend() !== name) {
    throw new Error(
      `The backend ${name} did not start. Run "npm run build" if dist/ is incomplete, or try another: ${backendNames.join(', ')}.`,
    );
  }
}
