import { stripVTControlCharacters } from 'node:util';
import type { ProcessEnd } from './process.js';

/** How a training ended, by what its process has left. */
export type Ending =
  | { readonly kind: 'finished' }
  /** By the user, saved. */
  | { readonly kind: 'stopped' }
  /** By the user, at once. */
  | { readonly kind: 'aborted' }
  /** The configuration has problems; nothing was started. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'failed'; readonly message: string | undefined }
  | { readonly kind: 'diskFull' }
  | { readonly kind: 'outOfMemory' }
  /** By the operating system, or by another program. */
  | { readonly kind: 'killed'; readonly signal: string }
  /** The program could not be started, or not be loaded. */
  | { readonly kind: 'noStart'; readonly message: string | undefined }
  /** This version of Node is too old for it. */
  | { readonly kind: 'oldNode' };

export interface EndingContext {
  /** The user has asked to end it at once. */
  readonly isKilled: boolean;
  /** Node is older than the runtime asks for. */
  readonly isNodeOld: boolean;
}

const stoppedCode = 130;
const stopSignals: readonly string[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Tells how a training ended. */
export function endingOf(end: ProcessEnd, { isKilled, isNodeOld }: EndingContext): Ending {
  const { code, signal, error } = end;
  const output = stripVTControlCharacters(end.output);
  if (error !== undefined) return { kind: 'noStart', message: error.message };
  if (code === 0) return { kind: 'finished' };
  if (isKilled) return { kind: 'aborted' };
  // A signal before the training has begun to listen.
  if (code === stoppedCode || (signal !== null && stopSignals.includes(signal))) return { kind: 'stopped' };
  if (/\b(?:ENOSPC|EDQUOT)\b|no space left on device/i.test(output)) return { kind: 'diskFull' };
  if (/JavaScript heap out of memory|Cannot enlarge memory|Array buffer allocation failed/.test(output))
    return { kind: 'outOfMemory' };
  if (signal !== null) return { kind: 'killed', signal };
  if (/^Training was not started/m.test(output)) return { kind: 'refused' };
  const message = errorLine(output);
  if (message !== undefined && !/This is a fault of optim-sches/.test(output))
    return { kind: 'failed', message };
  if (isNodeOld) return { kind: 'oldNode' };
  // Before the command line could say anything itself.
  if (message === undefined && /\bnode:internal\/modules\b|ERR_MODULE_NOT_FOUND/.test(output))
    return { kind: 'noStart', message: moduleError(output) };
  return { kind: 'failed', message };
}

/** What the command line says of an error, with the line of the user's code that follows. */
function errorLine(output: string): string | undefined {
  const match = [...output.matchAll(/^error: (.+(?:\r?\n {2}at .+)?)/gm)].at(-1);
  return match?.[1];
}

const moduleError = (output: string): string | undefined => /^\w*Error.*: (.+)$/m.exec(output)?.[1];
