import { setFusedUpdates } from '../../runtime/src/backends/fused.js';
import { startBackend } from '../../runtime/src/backends/index.js';

const embedded = ['cpu', 'wasm', 'wasm, plain'] as const;
const setUp = ['tensorflow', 'webgpu'] as const;

/** A backend that a test runs on; `plain` is without its fused updates. */
export type TestBackend = (typeof embedded)[number] | (typeof setUp)[number] | 'webgpu, plain';

/** The one backend that the tests run on: `npm run test:native` and `npm run test:webgpu` name one; undefined: all embedded ones. */
export const only = setUp.find((name) => name === process.env.OPTIM_SCHES_TEST_BACKEND);

/** The backends that tests of the arithmetic run on. */
export const backends: readonly TestBackend[] =
  only === undefined ? embedded : only === 'webgpu' ? ['webgpu', 'webgpu, plain'] : [only];

/** The backend that is started when a test names none. */
export const bestBackend = only ?? 'wasm';

/** Makes a backend the current one; in a run on one backend that is the one, whatever a test names. */
export async function useBackend(name: TestBackend): Promise<void> {
  const backend = only === undefined || name.startsWith(only) ? name : only;
  const [first = '', plain] = backend.split(', ');
  await startBackend(first);
  if (plain !== undefined) setFusedUpdates({});
}
