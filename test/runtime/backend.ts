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

/**
 * How far an oracle's case is followed: on WebGPU, whose software takes 0.2 ms for an operation of five numbers, the first case of each
 * optimizer goes to its end and the others to step 10.
 */
export function fewSteps(name: string): number | undefined {
  return only === 'webgpu' && !name.endsWith('/0') ? 10 : undefined;
}

/**
 * The arguments of a command line that trains on the backend of these tests: WebGPU on software is never chosen, so it has to be asked
 * for.
 */
export function onTestBackend(args: readonly string[]): string[] {
  const asks = args[0] === 'train' && !args.includes('--backend') && only === 'webgpu';
  return asks ? [...args, '--backend', 'webgpu'] : [...args];
}
