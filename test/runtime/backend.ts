import { setFusedUpdates } from '../../runtime/src/backends/fused.js';
import { startBackend } from '../../runtime/src/backends/index.js';

/** The backends that tests of the arithmetic run on; `wasm, plain` is without its fused updates. */
export const backends = ['cpu', 'wasm', 'wasm, plain'] as const;

/** Makes a backend the current one. */
export async function useBackend(name: (typeof backends)[number]): Promise<void> {
  await startBackend(name.split(',')[0]);
  if (name === 'wasm, plain') setFusedUpdates({});
}
