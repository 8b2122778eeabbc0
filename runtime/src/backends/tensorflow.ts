import { loadNative } from '../native/binding.js';
import { type FoundSetUp, findSetUp } from '../native/set-up.js';
import { setUpCommand } from '../native/versions.js';

/** The set-up that the backend would use, whole or not; undefined when there is none. */
export function findTensorFlow(): FoundSetUp | undefined {
  return findSetUp(process.env);
}

/**
 * Registers the backend `tensorflow`, and says what it is. Throws when it is not set up, or its libraries do not load
 * here, with what to do.
 */
export function startTensorFlow(): string {
  const found = findTensorFlow();
  if (found === undefined)
    throw new Error(
      `The backend tensorflow is not set up. "${setUpCommand}" does it in a minute or two; without --backend, the best that is there is taken.`,
    );
  if (found.setUp === undefined) throw new Error(found.problem);
  try {
    const { tensorflow, gpu } = loadNative(found.folder);
    return `TensorFlow ${tensorflow} on the ${gpu ? 'GPU' : 'CPU'}, set up by "${setUpCommand}"`;
  } catch (error) {
    throw new Error(
      `TensorFlow does not load: ${error instanceof Error ? error.message : error}. Set it up anew: ${setUpCommand} --remove, then ${setUpCommand}.`,
    );
  }
}
