import { type DataId, util } from '#tf';
import type { WebGPUBackend } from '#tf-webgpu';
import type { Dawn } from '../../webgpu/dawn.js';

/** A tensor's numbers as the backend keeps them: on the GPU, here, or (once read) in both places. */
export interface TensorData {
  readonly dtype: 'float32' | 'int32' | 'bool' | 'complex64' | 'string';
  resource: GPUBuffer | null | undefined;
  values: Float32Array | Int32Array | Uint8Array | null | undefined;
  readonly complexTensorInfos?: object;
}

/** The parts of TensorFlow.js's WebGPUBackend that its types hide. */
export interface OpenBackend {
  readonly device: GPUDevice;
  readonly tensorMap: { get(dataId: DataId): TensorData };
  readonly bufferManager: {
    acquireBuffer(size: number, usage: number): GPUBuffer;
    releaseBuffer(buffer: GPUBuffer, reuse?: boolean): void;
  };
  commandEncoder: GPUCommandEncoder | null;
  /** Tensors of commands that are not submitted yet: their buffers are not given to others before. */
  readonly commandQueueOwnedIds: WeakSet<DataId>;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
  uploadToGPU(dataId: DataId): void;
  convertAndCacheOnCPU(dataId: DataId, values: unknown): TensorData['values'];
  readSync(dataId: DataId): TensorData['values'];
  getBufferData(buffer: GPUBuffer): Promise<ArrayBuffer>;
}

/** GPUMapMode.READ and the flags of GPUBufferUsage, which WebGPU has fixed. */
const READ = 1;
export const usage = { mapRead: 1, copySrc: 4, copyDst: 8, uniform: 64, storage: 128 } as const;

/**
 * Gives TensorFlow.js's backend a way to read in Node. Its own synchronous one draws on a canvas; here the thread waits for Dawn. And
 * both ways throw what the GPU has refused since, which WebGPU tells aside: the numbers would be garbage.
 */
export function readThroughDawn(backend: WebGPUBackend, { events }: Dawn): void {
  const open = backend as unknown as OpenBackend;
  const { device, bufferManager } = open;
  const refusals = watch(device);
  const ownReadSync = open.readSync.bind(backend);

  const stage = (buffer: GPUBuffer): GPUBuffer => {
    const staging = bufferManager.acquireBuffer(buffer.size, usage.copyDst | usage.mapRead);
    open.ensureCommandEncoderReady();
    open.endComputePassEncoder();
    open.commandEncoder?.copyBufferToBuffer(buffer, 0, staging, 0, buffer.size);
    open.submitQueue();
    return staging;
  };
  const take = (staging: GPUBuffer): ArrayBuffer => {
    const values = staging.getMappedRange().slice(0);
    staging.unmap();
    bufferManager.releaseBuffer(staging);
    refusals.throwFirst();
    return values;
  };

  open.getBufferData = async (buffer) => {
    const staging = stage(buffer);
    try {
      await events.settled(() => staging.mapAsync(READ));
    } catch (error) {
      refusals.throwFirst(error);
    }
    return take(staging);
  };

  open.readSync = (dataId) => {
    const { values, dtype, resource } = open.tensorMap.get(dataId);
    if (values != null || dtype === 'string' || dtype === 'complex64') return ownReadSync(dataId);
    if (resource == null) throw new Error('A tensor without numbers was read.');
    const staging = stage(resource);
    let failure: unknown;
    events
      .call(() => staging.mapAsync(READ))
      .catch((error) => {
        failure = error;
      });
    events.waitWhile(() => staging.mapState === 'pending');
    if (staging.mapState !== 'mapped') refusals.throwFirst(failure);
    return open.convertAndCacheOnCPU(dataId, util.convertBackendValuesAndArrayBuffer(take(staging), dtype));
  };
}

/** Keeps what the device tells aside: commands it refused, and its loss. */
function watch(device: GPUDevice): { throwFirst(otherwise?: unknown): void } {
  let first: string | undefined;
  device.addEventListener('uncapturederror', (event) => {
    event.preventDefault();
    first ??= (event as GPUUncapturedErrorEvent).error.message;
  });
  device.lost.then(({ message, reason }) => {
    first ??= `the device is lost (${reason || 'unknown reason'}): ${message}`;
  });
  return {
    throwFirst(otherwise) {
      if (first === undefined && otherwise === undefined) return;
      const why = first ?? (otherwise instanceof Error ? otherwise.message : String(otherwise));
      throw new Error(
        `The GPU has not computed what it was asked for: ${why.trim()} Training stops here; the last checkpoint is whole. A smaller batch needs less memory of the GPU; --backend wasm needs none.`,
      );
    },
  };
}
