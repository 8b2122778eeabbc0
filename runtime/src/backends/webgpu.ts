import { join } from 'node:path';
import type { Found } from '../set-up/cache.js';
import { NoGpuError, openGpu } from '../webgpu/open.js';
import { dawnFile, findWebGpu, type WebGpuSetUp } from '../webgpu/set-up.js';
import { setUpCommand } from '../webgpu/versions.js';
import type { FusedUpdates } from './fused.js';
import { registerWebGpu } from './webgpu/start.js';

/** The set-up that the backend would use, whole or not; undefined when there is none. */
export function foundWebGpu(): Found<WebGpuSetUp> | undefined {
  return findWebGpu(process.env);
}

/**
 * Registers the backend `webgpu`, and says which GPU it computes on, and what it computes in one pass. Throws, with what to do, when it is not set up, Dawn does not load
 * or sees no GPU.
 */
export async function startWebGpuBackend(): Promise<{
  readonly reason: string;
  readonly updates: FusedUpdates;
}> {
  const file = dawnOf(foundWebGpu());
  const { sight, updates } = await explained(() => registerWebGpu(file));
  return { reason: sight.text, updates };
}

/** Whether the GPU is one, and no software that stands in for it: which of the two, in one line. Throws as `startWebGpuBackend` does. */
export async function seeWebGpu(): Promise<{ readonly isSoftware: boolean; readonly text: string }> {
  const file = dawnOf(foundWebGpu());
  return explained(async () => (await openGpu(file)).sight);
}

function dawnOf(found: Found<WebGpuSetUp> | undefined): string {
  if (found === undefined)
    throw new Error(
      `The backend webgpu is not set up. "${setUpCommand}" does it in less than a minute; without --backend, the best that is there is taken.`,
    );
  if (found.setUp === undefined) throw new Error(found.problem);
  return join(found.folder, dawnFile);
}

async function explained<Result>(run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof NoGpuError) throw error;
    throw new Error(
      `WebGPU does not start: ${error instanceof Error ? error.message : error}. Set it up anew: ${setUpCommand} --remove, then ${setUpCommand}.`,
    );
  }
}
