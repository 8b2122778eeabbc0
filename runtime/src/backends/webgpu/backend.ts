import { type DataId, type TensorInfo, util } from '#tf';
import type { Dawn } from '../../webgpu/dawn.js';
import type { Places } from './places.js';

/** A tensor's numbers as the backend keeps them: on the GPU, here, or (once read) in both places. */
export interface TensorData {
  readonly dtype: 'float32' | 'int32' | 'bool' | 'complex64' | 'string';
  resource: GPUBuffer | null | undefined;
  /** True for a buffer that the backend must not free. */
  external?: boolean;
  values: Float32Array | Int32Array | Uint8Array | null | undefined;
  readonly complexTensorInfos?: object;
}

/** The parts of TensorFlow.js's WebGPUBackend that its types hide. */
export interface OpenBackend {
  readonly device: GPUDevice;
  readonly queue: GPUQueue;
  readonly tensorMap: { get(dataId: DataId): TensorData; has(dataId: DataId): boolean };
  readonly bufferManager: {
    /** By size and usage. */
    readonly freeBuffers: Map<string, GPUBuffer[]>;
    numFreeBuffers: number;
    numBytesUsed: number;
    numBytesAllocated: number;
    acquireBuffer(size: number, usage: number, mappedAtCreation?: boolean, reuse?: boolean): GPUBuffer;
    releaseBuffer(buffer: GPUBuffer, reuse?: boolean): void;
  };
  commandEncoder: GPUCommandEncoder | null;
  computePassEncoder: GPUComputePassEncoder | null;
  /** Buffers that are given back when the commands recorded so far are submitted. */
  readonly uniformPendingDisposal: GPUBuffer[];
  /** Tensors of commands that are not submitted yet: their buffers are not given to others before. */
  readonly commandQueueOwnedIds: WeakSet<DataId>;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
  makeTensorInfo(
    shape: readonly number[],
    dtype: TensorInfo['dtype'],
    values?: Float32Array | Int32Array,
  ): TensorInfo;
  disposeData(dataId: DataId): boolean;
  uploadToGPU(dataId: DataId): void;
  tensorToBinding(tensor: TensorInfo | null): GPUBindingResource | null;
  convertAndCacheOnCPU(dataId: DataId, values: unknown): TensorData['values'];
  readSync(dataId: DataId): TensorData['values'];
  read(dataId: DataId): Promise<TensorData['values']>;
}

/** GPUMapMode.READ and the flags of GPUBufferUsage, which WebGPU has fixed. */
const READ = 1;
export const usage = { mapRead: 1, copySrc: 4, copyDst: 8, uniform: 64, storage: 128 } as const;

/**
 * Gives TensorFlow.js's backend a way to read in Node, wherever numbers are. Its own synchronous one draws on a canvas; here the thread
 * waits for Dawn. And both ways throw what the GPU has refused since, which WebGPU tells aside: the numbers would be garbage.
 */
export function readThroughDawn(backend: OpenBackend, places: Places, { events }: Dawn): void {
  const { bufferManager } = backend;
  const refusals = watch(backend.device);
  const [ownRead, ownReadSync] = [backend.read.bind(backend), backend.readSync.bind(backend)];

  /** Copies a tensor's numbers to where they can be read; undefined when they are here, or nowhere. */
  const stage = (dataId: DataId): GPUBuffer | undefined => {
    const { values, dtype, resource } = backend.tensorMap.get(dataId);
    if (values != null || dtype === 'string' || dtype === 'complex64') return undefined;
    if (resource == null) throw new Error('A tensor without numbers was read.');
    const from = places.sharedPlace(dataId) ?? { buffer: resource, offset: 0, size: resource.size };
    const staging = bufferManager.acquireBuffer(from.size, usage.copyDst | usage.mapRead);
    places.copy(from, { buffer: staging, offset: 0, size: from.size });
    backend.submitQueue();
    return staging;
  };
  const take = (dataId: DataId, staging: GPUBuffer, dtype: TensorData['dtype']): TensorData['values'] => {
    const bytes = staging.getMappedRange().slice(0);
    staging.unmap();
    bufferManager.releaseBuffer(staging);
    refusals.throwFirst();
    const values = util.convertBackendValuesAndArrayBuffer(bytes, dtype as 'float32') as Float32Array;
    // Numbers in a shared buffer change in place, and a tensor that was read may be gone by now: neither is kept here.
    const isKept = backend.tensorMap.has(dataId) && places.sharedPlace(dataId) === undefined;
    return isKept ? backend.convertAndCacheOnCPU(dataId, values) : values;
  };

  backend.read = async (dataId) => {
    const { dtype } = backend.tensorMap.get(dataId);
    const staging = stage(dataId);
    if (staging === undefined) return ownRead(dataId);
    try {
      await events.settled(() => staging.mapAsync(READ));
    } catch (error) {
      refusals.throwFirst(error);
    }
    return take(dataId, staging, dtype);
  };

  backend.readSync = (dataId) => {
    const { dtype } = backend.tensorMap.get(dataId);
    const staging = stage(dataId);
    if (staging === undefined) return ownReadSync(dataId);
    let failure: unknown;
    events
      .call(() => staging.mapAsync(READ))
      .catch((error) => {
        failure = error;
      });
    events.waitWhile(() => staging.mapState === 'pending');
    if (staging.mapState !== 'mapped') refusals.throwFirst(failure ?? 'the numbers cannot be read.');
    return take(dataId, staging, dtype);
  };
}

/** Keeps what the device tells aside: commands it refused, each to be thrown once, and its loss. */
function watch(device: GPUDevice): { throwFirst(otherwise?: unknown): void } {
  let refused: string | undefined;
  let lost: string | undefined;
  device.addEventListener('uncapturederror', (event) => {
    event.preventDefault();
    refused ??= (event as GPUUncapturedErrorEvent).error.message;
  });
  device.lost.then(({ message, reason }) => {
    lost = `the device is lost (${reason || 'unknown reason'}): ${message}`;
  });
  return {
    throwFirst(otherwise) {
      const why = refused ?? lost ?? (otherwise instanceof Error ? otherwise.message : otherwise);
      if (why === undefined) return;
      refused = undefined;
      throw new Error(
        `The GPU has not computed what it was asked for: ${String(why).trim()} Training stops here; the last checkpoint is whole. A smaller batch needs less memory of the GPU; --backend wasm needs none.`,
      );
    },
  };
}
