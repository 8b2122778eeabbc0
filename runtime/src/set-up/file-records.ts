import { createHash } from 'node:crypto';
import { createReadStream, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { FileRecord } from './cache.js';

/** Size and SHA-256 of a file, named relative to `root`. */
export async function recordFile(root: string, path: string): Promise<FileRecord> {
  const hash = createHash('sha256');
  // A library of half a gigabyte is not read as a whole.
  await pipeline(createReadStream(path, { highWaterMark: 2 ** 20 }), hash);
  return { path: relative(root, path), bytes: statSync(path).size, sha256: hash.digest('hex') };
}

/** Records of all files below a folder, those that links lead to included. */
export async function recordFolder(root: string, folder: string): Promise<FileRecord[]> {
  const records: FileRecord[] = [];
  for (const name of (readdirSync(folder, { recursive: true }) as string[]).sort()) {
    const path = join(folder, name);
    if (statSync(path).isFile()) records.push(await recordFile(root, path));
  }
  return records;
}

/** The first file that is not as it was recorded, or undefined. */
export async function firstChanged(
  root: string,
  records: readonly FileRecord[],
): Promise<string | undefined> {
  for (const record of records) {
    const path = join(root, record.path);
    if (statSync(path, { throwIfNoEntry: false })?.size !== record.bytes) return record.path;
    if ((await recordFile(root, path)).sha256 !== record.sha256) return record.path;
  }
  return undefined;
}
