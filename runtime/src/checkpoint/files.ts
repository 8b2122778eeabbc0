import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** What a checkpoint says of each of its files, to find out whether it is whole. */
export interface FileMark {
  readonly bytes: number;
  readonly sha256: string;
}

/** Writes a new file, waits until it is on the disk, and says what is in it. */
export function writeDurably(path: string, pieces: readonly Uint8Array[]): FileMark {
  const hash = createHash('sha256');
  let bytes = 0;
  const file = openSync(path, 'wx');
  try {
    for (const piece of pieces) {
      for (let at = 0; at < piece.length; ) at += writeSync(file, piece, at);
      hash.update(piece);
      bytes += piece.length;
    }
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** Replaces a file so that a reader, or a crash, sees the old one or the new one, whole. */
export function replaceFile(folder: string, name: string, pieces: readonly Uint8Array[]): void {
  const temporary = join(folder, `.${name}.tmp`);
  rmSync(temporary, { force: true });
  try {
    writeDurably(temporary, pieces);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  renameSync(temporary, join(folder, name));
  syncFolder(folder);
}

/** The content of a file that must be as it was marked. Throws with the reason when it is not. */
export function readMarked(path: string, mark: FileMark): Buffer {
  const content = readFileSync(path);
  if (content.length !== mark.bytes)
    throw new Error(`${path} has ${content.length} bytes instead of ${mark.bytes}`);
  if (sha256(content) !== mark.sha256) throw new Error(`the content of ${path} does not match its checksum`);
  return content;
}

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Waits until the names in a folder are on the disk. Where the system cannot do that for a folder, nothing happens. */
export function syncFolder(path: string): void {
  try {
    const folder = openSync(path, 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    // Windows opens no folders.
    if (code !== 'EPERM' && code !== 'EISDIR' && code !== 'EACCES' && code !== 'EINVAL') throw error;
  }
}
