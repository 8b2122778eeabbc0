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

/** The same for tests of what WebGPU has no fused form of: its plain operations once. */
export const backendsOfPlainOperations: readonly TestBackend[] = only === 'webgpu' ? ['webgpu'] : backends;

/** The backend that is started when a test names none. */
export const bestBackend = only ?? 'wasm';

/** Makes a backend the current one; in a run on one backend that is the one, whatever a test names. */
export async function useBackend(name: TestBackend): Promise<void> {
  const [named = '', plain] = name.split(', ');
  await startBackend(only ?? named);
  if (plain !== undefined) setFusedUpdates({});
}

/** How often a property is tried: less on WebGPU, whose software takes 0.2 ms for an operation of five numbers. */
export const runs = (number: number): number => (only === 'webgpu' ? Math.ceil(number / 5) : number);

/**
 * The cases of an oracle that run on a backend, and how far each is followed. On native TensorFlow and WebGPU, where an operation of
 * five numbers takes 50 to 200 µs, the first of each optimizer to its end and the others to step 10; on WebGPU those of the fused updates
 * alone, and every eighth without them. Muon without its kernel is a hundred operations an update: as short there.
 */
export function casesOn<Case extends { readonly name: string; readonly optim_type: string }>(
  backend: TestBackend,
  cases: readonly Case[],
): { readonly one: Case; readonly name: string; readonly lastStep: number | undefined }[] {
  const isRun = ({ optim_type }: Case, index: number) => {
    if (only !== 'webgpu') return true;
    return backend === 'webgpu' ? ['Adam', 'AdamW', 'SGD'].includes(optim_type) : index % 8 === 0;
  };
  const isShort = ({ optim_type }: Case) =>
    only !== undefined || (optim_type === 'Muon' && backend !== 'wasm');
  const lastStep = (one: Case) => (isShort(one) && !/\/0\b/.test(one.name) ? 10 : undefined);
  return cases.filter(isRun).map((one) => ({ one, name: one.name, lastStep: lastStep(one) }));
}

/**
 * The arguments of a command line that trains on the backend of these tests: WebGPU on software is never chosen, so it has to be asked
 * for.
 */
export function onTestBackend(args: readonly string[]): string[] {
  const asks = args[0] === 'train' && !args.includes('--backend') && only === 'webgpu';
  return asks ? [...args, '--backend', 'webgpu'] : [...args];
}
