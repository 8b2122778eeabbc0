import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';

/** A file that has been run. */
export interface Loaded<Exports> {
  readonly exports: Exports;
  /** Keeps what the engine has compiled so far for the next run, unless that is there already. */
  save(): void;
}

/** Compiled code of a program or a Node that is no longer used is deleted after so many milliseconds. */
const longestUnused = 30 * 24 * 3600 * 1000;

/**
 * Runs a file of ASCII alone, a CommonJS module as a function after a line that names its build (`// build 3f2a…`), with the code that
 * the engine compiled for it in an earlier run for the same `use`, kept in `folder` (undefined: kept nowhere); without it where
 * there is none, it is broken or of another engine. Most of what a short command takes is compiling. Node's own
 * `module.enableCompileCache` does the same from Node 22.1 on; this serves Node 20 as well, and keeps the code below the user's own
 * cache folder rather than in a temporary one that all share.
 */
export function loadCached<Exports>(path: string, folder: string | undefined, use: string): Loaded<Exports> {
  const source = readFileSync(path, 'latin1');
  const build = /^\/\/ build (\w+)\n/.exec(source)?.[1];
  if (build === undefined) throw new Error(`${path} is no build of this program. Run "npm run build".`);
  // V8 itself compares its version, its flags and the length of the text, and refuses what does not fit.
  const file =
    folder === undefined ? undefined : join(folder, `${build}-${use}-${process.version}-${process.arch}.bin`);
  const cachedData = file === undefined ? undefined : readIfThere(file);
  const script = new Script(source, { filename: path, ...(cachedData && { cachedData }) });
  const module = { exports: {} as Exports };
  script.runInThisContext()(module, createRequire(path), path);
  const isUsed = cachedData !== undefined && script.cachedDataRejected !== true;
  return {
    exports: module.exports,
    save() {
      if (file !== undefined && !isUsed) write(file, script.createCachedData());
    },
  };
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** In a folder that cannot be written nothing is kept: the program is as right without, and slower. */
function write(file: string, data: Buffer): void {
  const folder = dirname(file);
  let partial: string | undefined;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    partial = `${file}.${process.pid}`;
    writeFileSync(partial, data, { mode: 0o600 });
    renameSync(partial, file);
    for (const name of readdirSync(folder)) {
      const other = join(folder, name);
      if (Date.now() - statSync(other).mtimeMs > longestUnused) rmSync(other);
    }
  } catch {
    if (partial !== undefined) rmSync(partial, { force: true });
  }
}
