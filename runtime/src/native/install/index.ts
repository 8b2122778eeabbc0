import { basename, join } from 'node:path';
import type { Env } from '../../set-up/cache.js';
import type { Say } from '../../set-up/command.js';
import { recordFile, recordFolder } from '../../set-up/file-records.js';
import { installSetUp, removeSetUps } from '../../set-up/install.js';
import { SetUpError, unusedUnless } from '../../set-up/set-up-error.js';
import type { Work } from '../../set-up/stages.js';
import { type NativeFacts, parts } from '../binding.js';
import { seeGpu } from '../gpu.js';
import { sourceChecksum } from '../own-sources.js';
import { nativeRoot, readSetUp, type SetUp } from '../set-up.js';
import { smoke } from '../smoke.js';
import { setUpCommand, tensorFlowVersions, tfjsNodeVersion, type Variant } from '../versions.js';
import { checkMachine } from './checks.js';
import { compileAll, findCompiler, getZig } from './compile.js';
import { getPackages } from './packages.js';
import { findPython } from './python.js';
import { chooseTensorFlow, getTensorFlow, type TensorFlowChoice } from './tensorflow.js';

/** What a set-up is asked for. */
export interface InstallOptions {
  /** For a CUDA GPU, where one is seen. */
  readonly gpu: boolean;
  /** A version, or `installed` for the package tensorflow of this machine's Python; undefined: the version that is tested. */
  readonly tensorflow: string | undefined;
}

/** What a set-up takes at its largest, with downloads and unpacked files beside each other. */
const neededBytes: Readonly<Record<Variant, number>> = { cpu: 1.8e9, gpu: 10e9 };

/**
 * Sets native TensorFlow up in the user's cache folder, and answers where it is and what runs. Throws a `SetUpError` when something
 * outside this program is missing.
 */
export async function install(
  options: InstallOptions,
  env: NodeJS.ProcessEnv,
  say: Say,
): Promise<{ readonly folder: string } & NativeFacts> {
  checkWish(options.tensorflow);
  checkMachine();
  const variant = variantFor(options.gpu, say);
  const python = findPython(env);
  const choice = chooseTensorFlow(python, variant, options.tensorflow, tensorFlowVersions[variant]);
  const root = nativeRoot(env);
  const folder = join(root, `${choice.version}-${variant}`);
  const native = await installSetUp<SetUp, NativeFacts>({
    root,
    folder,
    neededBytes: neededBytes[variant],
    leftovers: ['sources', 'include', 'zig', 'zig-cache'],
    say,
    read: readSetUp,
    build: (work) => build(work, python, choice, env),
    smoke: trySmoke,
  });
  return { folder, ...native };
}

/** Removes every set-up of this user, unfinished ones included, or those of one version; answers the folders. */
export function remove(version: string | undefined, env: Env): string[] {
  return removeSetUps(
    nativeRoot(env),
    (folder) => version === undefined || basename(folder).startsWith(`${version}-`),
  );
}

function checkWish(version: string | undefined): void {
  if (version === undefined || version === 'installed' || /^\d+\.\d+\.\d+$/.test(version)) return;
  throw new SetUpError(
    `--tensorflow ${version} is no version such as ${tensorFlowVersions.cpu}, and not "installed".`,
  );
}

function variantFor(gpu: boolean, say: Say): Variant {
  if (!gpu) return 'cpu';
  const sight = seeGpu();
  if (sight.seen) return 'gpu';
  say(`--gpu: ${sight.text}; TensorFlow for the CPU is set up instead.`);
  return 'cpu';
}

async function build(
  work: Work,
  python: string,
  choice: TensorFlowChoice,
  env: NodeJS.ProcessEnv,
): Promise<Omit<SetUp, 'format' | 'finished'>> {
  await getPackages(work);
  const { include, downloads } = await getTensorFlow(work, python, choice);
  const compiler = findCompiler(env) ?? (await getZig(work, python));
  await compileAll(work, compiler, include);

  work.say('Computing something known in a process of its own');
  const native = trySmoke(work.folder);
  work.say(`  TensorFlow ${native.tensorflow} computes on the ${native.gpu ? 'GPU' : 'CPU'}`);

  work.say('Recording checksums');
  return {
    tfjsNode: tfjsNodeVersion,
    tensorflow: native.tensorflow,
    variant: choice.variant,
    source: choice.installed === undefined ? 'wheel' : 'installed',
    compiler: compiler.text,
    sources: sourceChecksum(),
    downloads,
    files: [
      await recordFile(work.folder, join(work.folder, parts.binding)),
      await recordFile(work.folder, join(work.folder, parts.graphs)),
      await recordFile(work.folder, join(work.folder, parts.kernels)),
      ...(await recordFolder(work.folder, join(work.folder, parts.libraries))),
      ...(await recordFolder(work.folder, join(work.folder, 'js'))),
    ],
  };
}

const trySmoke = (folder: string): NativeFacts =>
  unusedUnless(
    () => smoke(folder),
    `Try another version by --tensorflow, or start afresh: ${setUpCommand} --remove.`,
  );
