import type { FusedUpdates } from '../fused.js';
import type { WebGpuDevice } from './device.js';
import { updateGuards } from './guard.js';
import { norm } from './norm.js';
import { updateShaders } from './wgsl/updates.js';
import { wholeUpdate } from './whole-update.js';

const hasShader = (kernel: string): kernel is keyof typeof updateShaders =>
  Object.hasOwn(updateShaders, kernel);

/** The update rules of backends/fused.ts as shaders. */
export function webGpuUpdates(device: WebGpuDevice): FusedUpdates {
  return {
    whole: (kernel, parameters) => (hasShader(kernel) ? wholeUpdate(device, kernel, parameters) : undefined),
    norm: (tensors) => norm(device, tensors),
    guards: updateGuards(device),
  };
}
