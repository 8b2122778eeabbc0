import { fileURLToPath } from 'node:url';
import { CliError, exitCode } from './cli-error.js';
import { diskMessage } from './disk-message.js';

/** This package's folder: a frame in it is not the user's. */
const ownCode = fileURLToPath(new URL('../../', import.meta.url));

/** The folder of the user's own code, and that of the run. */
export interface FoldersOfRun {
  readonly folder: string;
  readonly runFolder: string;
}

/**
 * What a training threw, for the one who started it: messages that were written for a reader, and errors of the
 * user's own code with the place they come from, end the command with exit code 1. Anything else is a fault of this
 * program and is returned as it is.
 */
export function readerError(error: unknown, { folder, runFolder }: Partial<FoldersOfRun>): unknown {
  if (error instanceof CliError || !(error instanceof Error)) return error;
  const disk = diskMessage(error, runFolder);
  if (disk !== undefined) return new CliError(disk, exitCode.problems);
  const place = folder === undefined ? undefined : ownPlace(error, folder);
  // Messages for readers are plain errors; a TypeError or RangeError that Node throws is nobody's message.
  const isWritten = Object.getPrototypeOf(error) === Error.prototype;
  if (place === undefined && !isWritten) return error;
  const kind = isWritten ? '' : `${error.name}: `;
  const shown = new CliError(
    `${kind}${error.message}${place === undefined ? '' : `\n  at ${place}`}`,
    exitCode.problems,
  );
  if (error.stack !== undefined) shown.stack = error.stack;
  return shown;
}

/** `my_model.ts:12:5` when the innermost frame of a folder's own files is among an error's frames. */
function ownPlace(error: Error, folder: string): string | undefined {
  const frames = (error.stack ?? '').split('\n').filter((line) => line.trim().startsWith('at '));
  for (const frame of frames) {
    const place = /\(?((?:file:\/\/)?\/[^()]*|[A-Za-z]:\\[^()]*):(\d+):(\d+)\)?$/.exec(frame.trim());
    const path = place?.[1]?.replace(/^(?:async )?(?:file:\/\/)?/, '');
    if (path?.startsWith(`${folder}/`) && !path.startsWith(ownCode) && !path.includes('/node_modules/'))
      return `${path}:${place?.[2]}:${place?.[3]}`;
  }
  return undefined;
}
