import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The bytes that are free on the disk of a folder, which need not be there; undefined where that cannot be told. */
export async function freeBytes(folder: string): Promise<number | undefined> {
  for (let path = folder; ; path = dirname(path)) {
    try {
      const { bavail, bsize } = await statfs(path);
      return bavail * bsize;
    } catch {
      if (dirname(path) === path) return undefined;
    }
  }
}
