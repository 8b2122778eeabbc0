import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the C++ of our kernels is: the same place seen from src/native and from dist/native. */
export const kernelFolder = fileURLToPath(new URL('../../native-kernels/', import.meta.url));

/** The files to compile. */
export const kernelFiles = (): string[] =>
  sources()
    .filter((name) => name.endsWith('.cc'))
    .map((name) => join(kernelFolder, name));

let checksum: string | undefined;

/** The SHA-256 of all sources: kernels compiled from others are not used. */
export function kernelChecksum(): string {
  if (checksum !== undefined) return checksum;
  const hash = createHash('sha256');
  for (const name of sources()) hash.update(name).update(readFileSync(join(kernelFolder, name)));
  checksum = hash.digest('hex');
  return checksum;
}

const sources = () => readdirSync(kernelFolder).sort();
