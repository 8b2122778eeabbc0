import { existsSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setUpCommand, tfjsNodeVersion, type Variant } from './versions.js';

/** One file of a set-up, or one that was downloaded for it. */
export interface FileRecord {
  /** Relative to the folder of the set-up; of a download the name alone. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** `ready.json`: what stands in a folder of a finished set-up. */
export interface SetUp {
  readonly format: 1;
  readonly tfjsNode: string;
  readonly tensorflow: string;
  readonly variant: Variant;
  /** Where TensorFlow came from: a wheel of PyPI, or a Python package of this machine that the set-up links to. */
  readonly source: 'wheel' | 'installed';
  readonly compiler: string;
  readonly finished: string;
  readonly downloads: readonly FileRecord[];
  readonly files: readonly FileRecord[];
}

/** A folder with a `ready.json`: what it says, or what is wrong with it. */
export type FoundSetUp =
  | { readonly folder: string; readonly setUp: SetUp; readonly problem?: undefined }
  | { readonly folder: string; readonly setUp?: undefined; readonly problem: string };

type Env = Readonly<Record<string, string | undefined>>;

export const readyFile = 'ready.json';

/** The end of the name of a folder that is being set up: nothing uses it. */
export const partialSuffix = '.partial';

/** The folder that holds all set-ups of this user: below OPTIM_SCHES_CACHE, XDG_CACHE_HOME/optim-sches or ~/.cache/optim-sches. */
export function nativeRoot(env: Env): string {
  const cache = env.OPTIM_SCHES_CACHE || join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'optim-sches');
  return join(cache, 'native');
}

/** The set-up that the backend `tensorflow` uses: the one finished last of those that are whole, else one with its problem. */
export function findSetUp(env: Env): FoundSetUp | undefined {
  const all = listFolders(nativeRoot(env))
    .filter((folder) => !folder.endsWith(partialSuffix) && existsSync(join(folder, readyFile)))
    .map(readSetUp);
  const newest = (a: FoundSetUp, b: FoundSetUp) =>
    (b.setUp?.finished ?? '').localeCompare(a.setUp?.finished ?? '');
  return all.sort(newest)[0];
}

/** What a folder with a `ready.json` holds. Looks at names and sizes, and reads no large file. */
export function readSetUp(folder: string): FoundSetUp {
  const again = `Set it up again: ${setUpCommand}.`;
  let setUp: SetUp;
  try {
    setUp = JSON.parse(readFileSync(join(folder, readyFile), 'utf8')) as SetUp;
  } catch {
    return { folder, problem: `${join(folder, readyFile)} cannot be read. ${again}` };
  }
  if (setUp.format !== 1 || !Array.isArray(setUp.files))
    return { folder, problem: `${folder} was set up by another version of optim-sches. ${again}` };
  if (setUp.tfjsNode !== tfjsNodeVersion)
    return {
      folder,
      problem: `${folder} is for TensorFlow.js ${setUp.tfjsNode}, and this is ${tfjsNodeVersion}. ${again}`,
    };
  for (const { path, bytes } of setUp.files) {
    const size = statSync(join(folder, path), { throwIfNoEntry: false })?.size;
    if (size === bytes) continue;
    const what = size === undefined ? 'is missing' : `has ${size} bytes instead of ${bytes}`;
    return { folder, problem: `${join(folder, path)} ${what}. ${again}` };
  }
  return { folder, setUp };
}

/** The folders directly in a folder; none when it does not exist. */
export function listFolders(root: string): string[] {
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .map((name) => join(root, name))
    .filter((path) => lstatSync(path).isDirectory());
}
