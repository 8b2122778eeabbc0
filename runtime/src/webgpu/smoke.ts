import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { askChild } from '../set-up/child.js';
import { dawnFile } from './set-up.js';

/** What Dawn came to on this machine. */
export interface Smoked {
  /** The GPU that it computed on, in one line; absent where there is none. */
  readonly adapter?: string;
  readonly isSoftware?: boolean;
  /** Why it has not computed although it loads. */
  readonly problem?: string;
}

// The same distance from src/webgpu and from dist/webgpu.
const script = fileURLToPath(new URL('../../dist/webgpu/smoke-main.js', import.meta.url));

/** Lets the set-up in a folder compute in a process of its own. Throws with what that process said when Dawn does not load. */
export function smoke(folder: string): Smoked {
  return askChild('Dawn', script, [join(folder, dawnFile)]);
}
