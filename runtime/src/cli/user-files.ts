import { readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { exportedNames, type ModelInfo, readModelSource } from '@optim-sches/schemas';
import type { Io } from './io.js';

/** Endings of a user's own code file, in the order in which they are looked for. */
const codeEndings = ['.ts', '.mts', '.js', '.mjs'];

const isFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

/** The folder in which a configuration's own code and files are looked up; the current one for standard input. */
export function folderOf(path: string, io: Io): string {
  return path === '<stdin>' ? io.cwd : dirname(resolve(io.cwd, path));
}

/** The code file `name` (without its ending) in a folder; undefined when there is none. */
export function findCodeFile(folder: string, name: string): string | undefined {
  // A name with a separator would lead out of the folder.
  if (!/^[\w-]+$/.test(name)) return undefined;
  return codeEndings.map((ending) => join(folder, name + ending)).find(isFile);
}

/**
 * Modules and losses of a user's own model class (`file.Class`, the file next to the configuration), read from
 * its source without running it; undefined when the file or its declarations are not there.
 */
export function findUserModel(folder: string, modelType: string): ModelInfo | undefined {
  const [file = '', className = ''] = modelType.split('.');
  const path = findCodeFile(folder, file);
  return path === undefined ? undefined : readModelSource(readFileSync(path, 'utf8'), className);
}

/** What a user's own code file exports, read without running it; undefined when there is none, or nobody can tell. */
export function findUserClasses(folder: string, name: string): readonly string[] | undefined {
  const path = findCodeFile(folder, name);
  return path === undefined ? undefined : exportedNames(readFileSync(path, 'utf8'));
}

/**
 * The file that a path in a configuration means. SpeeChain takes `./` and `../` from the current folder and any
 * other relative path from `$SPEECHAIN_ROOT`; where that leads nowhere, the configuration's folder and the folders
 * above it are tried, nearest first. Undefined when there is no such file.
 */
export function findConfigFile(path: string, folder: string, io: Io): string | undefined {
  if (isAbsolute(path)) return isFile(path) ? path : undefined;
  const root = io.env.SPEECHAIN_ROOT;
  const candidates = [
    ...(/^\.\.?[\\/]/.test(path) ? [io.cwd] : root ? [root] : []),
    ...foldersFrom(folder),
    io.cwd,
  ];
  return candidates.map((base) => resolve(base, path)).find(isFile);
}

function foldersFrom(folder: string): string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...foldersFrom(above)];
}

/** A path as a reader in the current folder would write it: relative inside the folder, absolute outside. */
export function displayPath(path: string, io: Io): string {
  const inside = relative(io.cwd, path);
  return inside === '' || inside.startsWith('..') || isAbsolute(inside) ? path : inside;
}
