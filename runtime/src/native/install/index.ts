import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { replaceFile } from '../../checkpoint/files.js';
import { lockFile } from '../../training/run-lock.js';
import type { LoadedNative } from '../binding.js';
import { parts } from '../binding.js';
import { seeGpu } from '../gpu.js';
import { listFolders, nativeRoot, partialSuffix, readSetUp, readyFile, type SetUp } from '../set-up.js';
import { smoke } from '../smoke.js';
import { tensorFlowVersions, tfjsNodeVersion, type Variant } from '../versions.js';
import { checkMachine, checkSpace } from './checks.js';
import type { Say } from './command.js';
import { compileBinding, findCompiler, getZig } from './compile.js';
import { firstChanged, recordFile, recordFolder } from './file-records.js';
import { getPackages } from './packages.js';
import { findPython } from './python.js';
import { SetUpError } from './set-up-error.js';
import type { Work } from './stages.js';
import { chooseTensorFlow, getTensorFlow, type TensorFlowChoice } from './tensorflow.js';

export { SetUpError } from './set-up-error.js';

/** What a set-up is asked for. */
export interface InstallOptions {
  /** For a CUDA GPU, where one is seen. */
  readonly gpu: boolean;
  /** A version, or `installed` for the package tensorflow of this machine's Python; undefined: the version that is tested. */
  readonly tensorflow: string | undefined;
}

/**
 * Sets native TensorFlow up in the user's cache folder, and answers where it is and what runs. A set-up that is there
 * and whole is kept; one that was cut short goes on where it stopped. What is not finished is never used: it stands in a
 * folder of its own, which takes its place when it has computed something known. Throws a `SetUpError` when something
 * outside this program is missing.
 */
export async function install(
  options: InstallOptions,
  env: NodeJS.ProcessEnv,
  say: Say,
): Promise<{ readonly folder: string } & LoadedNative> {
  checkWish(options.tensorflow);
  checkMachine();
  const variant = variantFor(options.gpu, say);
  const python = findPython(env);
  const choice = chooseTensorFlow(python, variant, options.tensorflow, tensorFlowVersions[variant]);
  const root = nativeRoot(env);
  const folder = join(root, `${choice.version}-${variant}`);
  mkdirSync(root, { recursive: true });
  const release = lock(root);
  try {
    if (await isWhole(folder, say)) {
      markNewest(folder);
      return { folder, ...trySmoke(folder) };
    }
    checkSpace(root, variant);
    return { folder, ...(await build({ folder: folder + partialSuffix, say }, folder, python, choice, env)) };
  } finally {
    release();
  }
}

/** Removes every set-up of this user, unfinished ones included, or those of one version; answers the folders. */
export function remove(version: string | undefined, env: NodeJS.ProcessEnv): string[] {
  const root = nativeRoot(env);
  const isMeant = (folder: string) => version === undefined || basename(folder).startsWith(`${version}-`);
  const folders = listFolders(root).filter(isMeant);
  if (folders.length === 0) return [];
  const release = lock(root);
  try {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  } finally {
    release();
  }
  return folders;
}

function lock(root: string): () => void {
  return lockFile(join(root, 'set-up.lock'), (pid, host) => {
    const path = join(root, 'set-up.lock');
    return new SetUpError(
      `Another set-up is under way (process ${pid} on ${host}). Wait for its end; if there is none, remove ${path}.`,
    );
  });
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

async function isWhole(folder: string, say: Say): Promise<boolean> {
  const found = readSetUp(folder);
  if (found.setUp === undefined) return false;
  say(`There is a set-up in ${folder}: comparing its checksums`);
  const changed = await firstChanged(folder, found.setUp.files);
  if (changed === undefined) return true;
  say(`${changed} is not what was set up: its checksum differs. It is set up again.`);
  return false;
}

/** Asked for last, used first. */
function markNewest(folder: string): void {
  const { setUp } = readSetUp(folder);
  if (setUp !== undefined) writeReady(folder, { ...setUp, finished: new Date().toISOString() });
}

function writeReady(folder: string, setUp: SetUp): void {
  replaceFile(folder, readyFile, [Buffer.from(`${JSON.stringify(setUp, undefined, 2)}\n`)]);
}

async function build(
  work: Work,
  folder: string,
  python: string,
  choice: TensorFlowChoice,
  env: NodeJS.ProcessEnv,
): Promise<LoadedNative> {
  const finished = readSetUp(work.folder);
  if (finished.setUp !== undefined) return putInPlace(work.folder, folder);
  mkdirSync(work.folder, { recursive: true });
  await getPackages(work);
  const { include, downloads } = await getTensorFlow(work, python, choice);
  const compiler = findCompiler(env) ?? (await getZig(work, python));
  await compileBinding(work, compiler, include);

  work.say('Computing something known in a process of its own');
  const native = trySmoke(work.folder);
  work.say(`  TensorFlow ${native.tensorflow} computes on the ${native.gpu ? 'GPU' : 'CPU'}`);

  work.say('Recording checksums');
  const files = [
    await recordFile(work.folder, join(work.folder, parts.binding)),
    ...(await recordFolder(work.folder, join(work.folder, parts.libraries))),
    ...(await recordFolder(work.folder, join(work.folder, 'js'))),
  ];
  writeReady(work.folder, {
    format: 1,
    tfjsNode: tfjsNodeVersion,
    tensorflow: native.tensorflow,
    variant: choice.variant,
    source: choice.installed === undefined ? 'wheel' : 'installed',
    compiler: compiler.text,
    finished: new Date().toISOString(),
    downloads,
    files,
  });
  return putInPlace(work.folder, folder);
}

/** Removes what only the set-up needed, and gives the folder its name. */
function putInPlace(partial: string, folder: string): LoadedNative {
  const native = trySmoke(partial);
  for (const name of ['downloads', 'sources', 'include', 'zig', 'zig-cache', 'stamps'])
    rmSync(join(partial, name), { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
  renameSync(partial, folder);
  return native;
}

function trySmoke(folder: string): LoadedNative {
  try {
    return smoke(folder);
  } catch (error) {
    throw new SetUpError(
      `${error instanceof Error ? error.message : error}\nNothing of it is used. Try another version by --tensorflow, or start afresh: optim-sches setup native --remove.`,
    );
  }
}
