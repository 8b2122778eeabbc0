import { fileURLToPath } from 'node:url';
import * as tf from '#tf';
import { setFusedUpdates } from './fused.js';
import { registerFusedOps } from './wasm/fused-ops.js';
import { installOverrides } from './wasm/overrides.js';
import { wasmUpdates } from './wasm/updates.js';

export * from './fused.js';

/** A backend as it was started. */
export interface Backend {
  readonly name: string;
  /** Why this one, in one line for the reader of a log. */
  readonly reason: string;
}

interface BackendEntry {
  readonly reason: string;
  start(): Promise<void>;
}

/** Best first. */
const backends: Readonly<Record<string, BackendEntry>> = {
  wasm: { reason: 'SIMD, one thread; nothing but npm needed', start: startWasm },
  cpu: { reason: 'plain JavaScript, about 100 times slower than wasm; for comparison', start: startCpu },
};

/** The names that `startBackend` takes, best first. */
export const backendNames: readonly string[] = Object.keys(backends);

/**
 * Starts the named backend, or the best there is, and makes it the one that all tensors live on. Throws when the name
 * is not one of `backendNames` or the backend does not start; it never goes on with another than the one it names.
 */
export async function startBackend(name?: string): Promise<Backend> {
  const chosen = name ?? 'wasm';
  const entry = Object.hasOwn(backends, chosen) ? backends[chosen] : undefined;
  if (entry === undefined) {
    throw new Error(`There is no backend "${chosen}". There are: ${backendNames.join(', ')}.`);
  }
  await entry.start();
  return { name: chosen, reason: `${chosen}: ${entry.reason}${name === undefined ? '' : ' (as asked)'}` };
}

async function startWasm(): Promise<void> {
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
}

async function startCpu(): Promise<void> {
  // TensorFlow.js advertises its other packages on the first use of this backend, unless it is told it is a product.
  tf.env().set('PROD', true);
  await use('cpu');
  setFusedUpdates({});
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
