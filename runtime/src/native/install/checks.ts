import { existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Variant } from '../versions.js';
import { probe } from './command.js';
import { SetUpError } from './set-up-error.js';

/** What a set-up takes at its largest, with downloads and unpacked files beside each other. */
const neededBytes: Readonly<Record<Variant, number>> = { cpu: 1.8e9, gpu: 10e9 };

/** Throws when this machine cannot have a set-up at all. */
export function checkMachine(): void {
  const { platform, arch } = process;
  if (platform !== 'linux' || arch !== 'x64')
    throw new SetUpError(
      `Native TensorFlow is set up on Linux on x64, and this is ${platform} on ${arch}. The backend wasm runs here, with nothing to set up.`,
    );
  const { header } = process.report.getReport() as unknown as { header: { glibcVersionRuntime?: string } };
  if (header.glibcVersionRuntime === undefined)
    throw new SetUpError(
      'TensorFlow needs the GNU C library, and this Linux (Alpine, say) has another. The backend wasm runs here, with nothing to set up.',
    );
  for (const program of ['npm', 'tar'])
    if (probe(program, ['--version']) === undefined)
      throw new SetUpError(`There is no ${program} here. Install it, then run this command again.`);
}

/** Throws when the disk that a folder is on has too little room for a set-up. */
export function checkSpace(folder: string, variant: Variant): void {
  let existing = folder;
  while (!existsSync(existing)) existing = dirname(existing);
  const { bavail, bsize } = statfsSync(existing);
  const free = bavail * bsize;
  if (free >= neededBytes[variant]) return;
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
  throw new SetUpError(
    `The set-up needs ${gigabytes(neededBytes[variant])} for a while, and the disk of ${existing} has ${gigabytes(free)} free. Make room, or name a folder elsewhere in the variable OPTIM_SCHES_CACHE.`,
  );
}
