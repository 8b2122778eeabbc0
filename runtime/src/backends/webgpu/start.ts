import * as tf from '#tf';
import type { AdapterSight } from '../../webgpu/adapter.js';
import { openGpu } from '../../webgpu/open.js';
import type { FusedUpdates } from '../fused.js';
import { type OpenBackend, readThroughDawn } from './backend.js';
import { WebGpuDevice } from './device.js';
import { installOverrides } from './overrides.js';
import { boundPool } from './pool.js';
import { keepLayouts } from './shaders.js';
import { webGpuUpdates } from './updates.js';

/** The backend as it runs. */
interface Registered {
  readonly file: string;
  readonly sight: AdapterSight;
  readonly updates: FusedUpdates;
}

let registered: Registered | undefined;

/**
 * Registers the backend `webgpu` on the adapter of the Dawn in a file, and says what runs; whoever calls makes it the current one.
 * A second call does nothing. Throws where there is no adapter: TensorFlow.js would go on without a word on another backend.
 */
export async function registerWebGpu(file: string): Promise<Registered> {
  if (registered !== undefined) {
    if (registered.file === file) return registered;
    throw new Error(`This process runs the Dawn of ${registered.file} already, and can load no other.`);
  }
  const { dawn, adapter, sight } = await openGpu(file);
  const device = await dawn.events.settled(() => adapter.requestDevice(deviceDescriptor(adapter)));
  keepLayouts(device);
  const { WebGPUBackend, provideGpu } = await import('#tf-webgpu');
  provideGpu(dawn.globals);
  const backend = new WebGPUBackend(device, (adapter as unknown as { info: GPUAdapterInfo }).info);
  const open = backend as unknown as OpenBackend;
  boundPool(open);
  const ours = new WebGpuDevice(open);
  readThroughDawn(open, ours.places, dawn);
  installOverrides(ours);
  tf.registerBackend('webgpu', () => backend);
  registered = { file, sight, updates: webGpuUpdates(ours) };
  return registered;
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
