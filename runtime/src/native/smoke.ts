import { fileURLToPath } from 'node:url';
import { askChild } from '../set-up/child.js';
import type { NativeFacts } from './binding.js';

// The same distance from src/native and from dist/native.
const script = fileURLToPath(new URL('../../dist/native/smoke-main.js', import.meta.url));

/** Lets the set-up in a folder compute in a process of its own. Throws with what that process said when it fails. */
export function smoke(folder: string): NativeFacts {
  return askChild('TensorFlow', script, [folder]);
}
