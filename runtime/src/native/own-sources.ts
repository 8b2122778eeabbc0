import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A folder of our C++: the same place seen from src/native and from dist/native. */
const folder = (name: string) => fileURLToPath(new URL(`../../${name}/`, import.meta.url));
const kernelFolder = folder('native-kernels');
const graphFolder = folder('native-graphs');

/** The files of our kernels to compile. */
export const kernelFiles = (): string[] => sources(kernelFolder).filter((file) => file.endsWith('.cc'));

/** What is compiled into tfjs-node's binding, and the module beside it that makes functions of graphs. */
export const graphFiles = {
  context: join(graphFolder, 'context.cc'),
  functions: join(graphFolder, 'functions.cc'),
} as const;

let checksum: string | undefined;

/** The SHA-256 of all our sources: what was compiled from others is not used. */
export function sourceChecksum(): string {
  if (checksum !== undefined) return checksum;
  const hash = createHash('sha256');
  for (const file of [...sources(kernelFolder), ...sources(graphFolder)])
    hash.update(basename(file)).update(readFileSync(file));
  checksum = hash.digest('hex');
  return checksum;
}

function sources(from: string): string[] {
  return readdirSync(from)
    .sort()
    .map((name) => join(from, name));
}
