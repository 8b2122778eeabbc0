import { loadNative, type NativeFacts } from '../../native/binding.js';
import { type FoundSetUp, findSetUp } from '../../native/set-up.js';
import { setUpCommand } from '../../native/versions.js';
import type { Capture } from '../capture.js';
import type { FusedUpdates } from '../fused.js';
import { registerFusedOps } from './fused-ops.js';
import { tensorFlowUpdates } from './updates.js';

/** The set-up that the backend would use, whole or not; undefined when there is none. */
export function findTensorFlow(): FoundSetUp | undefined {
  return findSetUp(process.env);
}

/** What runs, in one line. */
export function nativeText({ tensorflow, gpu, noKernels }: NativeFacts): string {
  if (gpu) return `TensorFlow ${tensorflow} on the GPU`;
  const kernels = noKernels === undefined ? '' : ` without kernels of our own (${noKernels})`;
  return `TensorFlow ${tensorflow} on the CPU${kernels}`;
}

export interface StartedTensorFlow {
  /** What it is, in one line. */
  readonly reason: string;
  readonly capture: Capture | undefined;
  readonly updates: FusedUpdates;
}

/**
 * Registers the backend `tensorflow`, and says what it is. Throws when it is not set up, or its libraries do not load
 * here, with what to do.
 */
export function startTensorFlow(): StartedTensorFlow {
  const found = findTensorFlow();
  if (found === undefined)
    throw new Error(
      `The backend tensorflow is not set up. "${setUpCommand}" does it in a minute or two; without --backend, the best that is there is taken.`,
    );
  if (found.setUp === undefined) throw new Error(found.problem);
  try {
    const native = loadNative(found.folder);
    const { binding } = native;
    registerFusedOps(native);
    return {
      reason: `${nativeText(native)}, set up by "${setUpCommand}"`,
      capture: binding,
      updates: tensorFlowUpdates(native),
    };
  } catch (error) {
    throw new Error(
      `TensorFlow does not load: ${error instanceof Error ? error.message : error}. Set it up anew: ${setUpCommand} --remove, then ${setUpCommand}.`,
    );
  }
}
