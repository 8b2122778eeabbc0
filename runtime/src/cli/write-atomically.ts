import {
  closeSync,
  fchmodSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { CliError } from './cli-error.js';

/**
 * Replaces the content of an existing file, or creates it: a reader sees the old text or the new one, never a
 * part, and a crash loses neither. Keeps the file's mode, and a symbolic link stays a link. Throws a `CliError`
 * when the folder cannot be written.
 */
export function writeAtomically(path: string, text: string): void {
  let target = path;
  let mode = 0o666 & ~process.umask();
  let temporary: string | undefined;
  try {
    if (statSync(path, { throwIfNoEntry: false }) !== undefined) {
      target = realpathSync(path);
      mode = statSync(target).mode & 0o7777;
    }
    // In the same folder, since a rename is atomic only within one file system.
    temporary = join(dirname(target), `.${basename(target)}.${crypto.randomUUID()}.tmp`);
    const file = openSync(temporary, 'wx', mode);
    try {
      fchmodSync(file, mode);
      const bytes = Buffer.from(text, 'utf8');
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, target);
  } catch (error) {
    if (temporary !== undefined) rmSync(temporary, { force: true });
    throw new CliError(`Cannot write "${path}": ${error instanceof Error ? error.message : String(error)}`);
  }
}
