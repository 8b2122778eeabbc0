import { existsSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** One file of a set-up, or one that was downloaded for it. */
export interface FileRecord {
  /** Relative to the folder of the set-up; of a download the name alone. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** `ready.json`: what stands in a folder of a finished set-up. */
export interface SetUpRecord {
  readonly format: 1;
  readonly finished: string;
  readonly downloads: readonly FileRecord[];
  readonly files: readonly FileRecord[];
}

/** A folder with a `ready.json`: what it says, or what is wrong with it. */
export type Found<Kind extends SetUpRecord> =
  | { readonly folder: string; readonly setUp: Kind; readonly problem?: undefined }
  | { readonly folder: string; readonly setUp?: undefined; readonly problem: string };

export type Env = Readonly<Record<string, string | undefined>>;

export const readyFile = 'ready.json';

/** The end of the name of a folder that is being set up: nothing uses it. */
export const partialSuffix = '.partial';

/** The folder of this user's set-ups of one kind: below OPTIM_SCHES_CACHE, XDG_CACHE_HOME/optim-sches or ~/.cache/optim-sches. */
export function cacheRoot(env: Env, kind: string): string {
  const cache = env.OPTIM_SCHES_CACHE || join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'optim-sches');
  return join(cache, kind);
}

/** Of the set-ups in a folder the one finished last of those that are whole, else one with its problem. */
export function findNewest<Kind extends SetUpRecord>(
  root: string,
  read: (folder: string) => Found<Kind>,
): Found<Kind> | undefined {
  const all = listFolders(root)
    .filter((folder) => !folder.endsWith(partialSuffix) && existsSync(join(folder, readyFile)))
    .map(read);
  const newest = (a: Found<Kind>, b: Found<Kind>) =>
    (b.setUp?.finished ?? '').localeCompare(a.setUp?.finished ?? '');
  return all.sort(newest)[0];
}

/**
 * What a folder with a `ready.json` holds. Looks at names and sizes, and reads no large file. `whyOther` says what a set-up is made
 * for when it is not for this version of the program; `command` sets it up again.
 */
export function readSetUpFolder<Kind extends SetUpRecord>(
  folder: string,
  command: string,
  whyOther: (setUp: Kind) => string | undefined,
): Found<Kind> {
  const again = `Set it up again: ${command}.`;
  let setUp: Kind;
  try {
    setUp = JSON.parse(readFileSync(join(folder, readyFile), 'utf8')) as Kind;
  } catch {
    return { folder, problem: `${join(folder, readyFile)} cannot be read. ${again}` };
  }
  if (setUp.format !== 1 || !Array.isArray(setUp.files))
    return { folder, problem: `${folder} was set up by another version of optim-sches. ${again}` };
  const other = whyOther(setUp);
  if (other !== undefined) return { folder, problem: `${folder} ${other}. ${again}` };
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
