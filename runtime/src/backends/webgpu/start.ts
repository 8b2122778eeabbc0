import * as tf from '#tf';
import type { AdapterSight } from '../../webgpu/adapter.js';
import { openGpu } from '../../webgpu/open.js';
import { readThroughDawn } from './backend.js';

let registered: { readonly file: string; readonly sight: AdapterSight } | undefined;

/**
 * Registers the backend `webgpu` on the adapter of the Dawn in a file, and says which that is; whoever calls makes it the current one.
 * A second call does nothing. Throws where there is no adapter: TensorFlow.js would go on without a word on another backend.
 */
export async function registerWebGpu(file: string): Promise<AdapterSight> {
  if (registered !== undefined) {
    if (registered.file === file) return registered.sight;
    throw new Error(`This process runs the Dawn of ${registered.file} already, and can load no other.`);
  }
  const { dawn, adapter, sight } = await openGpu(file);
  const device = await dawn.events.settled(() => adapter.requestDevice(deviceDescriptor(adapter)));
  const { WebGPUBackend, provideGpu } = await import('#tf-webgpu');
  provideGpu(dawn.globals);
  const backend = new WebGPUBackend(device, (adapter as unknown as { info: GPUAdapterInfo }).info);
  readThroughDawn(backend, dawn);
  tf.registerBackend('webgpu', () => backend);
  registered = { file, sight };
  return sight;
}

/** As much as the adapter allows of what kernels use; without it a device has WebGPU's guaranteed minimum. */
function deviceDescriptor({ limits }: GPUAdapter): GPUDeviceDescriptor {
  const names = [
    'maxBufferSize',
    'maxComputeInvocationsPerWorkgroup',
    'maxComputeWorkgroupSizeX',
    'maxComputeWorkgroupsPerDimension',
    'maxComputeWorkgroupStorageSize',
    'maxStorageBufferBindingSize',
    'maxStorageBuffersPerShaderStage',
  ] as const;
  return { requiredLimits: Object.fromEntries(names.map((name) => [name, limits[name]])) };
}
