import { setFusedUpdates } from '../../runtime/src/backends/fused.js';
import { startBackend } from '../../runtime/src/backends/index.js';

const embedded = ['cpu', 'wasm', 'wasm, plain'] as const;

/** A backend that a test runs on; `wasm, plain` is without its fused updates. */
export type TestBackend = (typeof embedded)[number] | 'tensorflow';

/** Whether the tests run on native TensorFlow: `npm run test:native` does that. */
export const isNative = process.env.OPTIM_SCHES_TEST_BACKEND === 'tensorflow';

/** The backends that tests of the arithmetic run on. */
export const backends: readonly TestBackend[] = isNative ? ['tensorflow'] : embedded;

/** The backend that a training takes when none is named. */
export const bestBackend = isNative ? 'tensorflow' : 'wasm';

/** Makes a backend the current one; in a run on native TensorFlow that is the one, whatever a test names. */
export async function useBackend(name: TestBackend): Promise<void> {
  const backend = isNative ? 'tensorflow' : name;
  await startBackend(backend.split(',')[0]);
  if (backend === 'wasm, plain') setFusedUpdates({});
}
