import { existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { probe } from './command.js';
import { SetUpError } from './set-up-error.js';

/** Throws when a program that the set-up runs is not here. */
export function checkPrograms(programs: readonly string[]): void {
  for (const program of programs)
    if (probe(program, ['--version']) === undefined)
      throw new SetUpError(`There is no ${program} here. Install it, then run this command again.`);
}

/** Throws when the disk that a folder is on has too little room. */
export function checkSpace(folder: string, neededBytes: number): void {
  let existing = folder;
  while (!existsSync(existing)) existing = dirname(existing);
  const { bavail, bsize } = statfsSync(existing);
  const free = bavail * bsize;
  if (free >= neededBytes) return;
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
  throw new SetUpError(
    `The set-up needs ${gigabytes(neededBytes)} for a while, and the disk of ${existing} has ${gigabytes(free)} free. Make room, or name a folder elsewhere in the variable OPTIM_SCHES_CACHE.`,
  );
}
