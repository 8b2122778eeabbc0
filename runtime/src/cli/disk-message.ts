import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What a reader must know when the disk does not take what a training writes into its run folder; undefined for any
 * other error.
 */
export function diskMessage(error: Error, runFolder: string | undefined): string | undefined {
  if (runFolder === undefined) return undefined;
  const { code, path } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOSPC':
      return `No space is left on the disk of the run folder ${runFolder} (${code}). Free some${goOn(runFolder)}.`;
    case 'EDQUOT':
      return `Your quota on the disk of the run folder ${runFolder} is used up (${code}). Free some space${goOn(runFolder)}.`;
    case 'EROFS':
      return `The run folder ${runFolder} is on a disk that cannot be written (${code}). Name another with --run.`;
    case 'EACCES':
    case 'EPERM':
      // Elsewhere it is a file of the user's that cannot be read.
      return path?.startsWith(runFolder)
        ? `The run folder ${runFolder} cannot be written: permission denied (${path}). Name another with --run.`
        : undefined;
    default:
      return undefined;
  }
}

/** Before anything is written there is nothing to go on with. */
const goOn = (runFolder: string) =>
  existsSync(join(runFolder, 'run.json'))
    ? `, and go on with: optim-sches train --resume ${runFolder}`
    : ', and train again';
