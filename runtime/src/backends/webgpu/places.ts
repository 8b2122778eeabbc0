import type { DataId, TensorInfo } from '#tf';
import type { OpenBackend } from './backend.js';

/** A part of a buffer that holds a tensor's numbers; in bytes. */
export interface Place {
  readonly buffer: GPUBuffer;
  readonly offset: number;
  readonly size: number;
}

/**
 * Where tensors' numbers are. TensorFlow.js gives each tensor a buffer of its own; ours may lie beside each other in one buffer, so that
 * one shader reaches all of them. To TensorFlow.js such a buffer is an external one: it binds it, and never frees it.
 */
export class Places {
  readonly backend: OpenBackend;
  /** Those of tensors in a shared buffer. */
  readonly #shared = new WeakMap<DataId, Place>();

  constructor(backend: OpenBackend) {
    this.backend = backend;
    const bindWhole = backend.tensorToBinding.bind(backend);
    backend.tensorToBinding = (tensor) => this.sharedPlace(tensor?.dataId) ?? bindWhole(tensor);
  }

  sharedPlace(dataId: DataId | undefined): Place | undefined {
    const place = dataId === undefined ? undefined : this.#shared.get(dataId);
    if (dataId === undefined || place === undefined) return undefined;
    // One that was disposed of, or was on another backend in between, has left it.
    const { tensorMap } = this.backend;
    if (tensorMap.has(dataId) && tensorMap.get(dataId).resource === place.buffer) return place;
    this.#shared.delete(dataId);
    return undefined;
  }

  /**
   * Where a tensor's numbers are on the GPU, for commands that are recorded next; those that are not there yet are brought. A tensor that
   * is disposed of keeps its buffer until the commands are submitted.
   */
  of({ dataId }: TensorInfo): Place {
    this.backend.uploadToGPU(dataId);
    this.backend.commandQueueOwnedIds.add(dataId);
    const shared = this.sharedPlace(dataId);
    if (shared !== undefined) return shared;
    const buffer = this.backend.tensorMap.get(dataId).resource;
    if (buffer == null) throw new Error('A tensor has no numbers on the GPU.');
    return { buffer, offset: 0, size: buffer.size };
  }

  /** Moves a tensor's numbers into a part of a shared buffer. */
  move(tensor: TensorInfo, buffer: GPUBuffer, offset: number): void {
    const from = this.of(tensor);
    this.copy(from, { buffer, offset, size: from.size });
    this.#leave(tensor.dataId, from);
    this.#shared.set(tensor.dataId, { buffer, offset, size: from.size });
    const data = this.backend.tensorMap.get(tensor.dataId);
    data.resource = buffer;
    data.external = true;
    // What was read of it is not kept: it changes in place from now on.
    data.values = null;
  }

  /** Gives a tensor in a shared buffer one of its own again. Nothing happens to a tensor that is no more. */
  moveOut(dataId: DataId): void {
    const from = this.sharedPlace(dataId);
    if (from === undefined) return;
    const own = this.backend.bufferManager.acquireBuffer(from.size, tensorUsage);
    this.copy(from, { buffer: own, offset: 0, size: from.size });
    this.#shared.delete(dataId);
    const data = this.backend.tensorMap.get(dataId);
    data.resource = own;
    data.external = false;
  }

  /** Copies numbers on the GPU, after everything that was asked of it before. */
  copy(from: Place, to: Place): void {
    const { backend } = this;
    backend.ensureCommandEncoderReady();
    backend.endComputePassEncoder();
    backend.commandEncoder?.copyBufferToBuffer(from.buffer, from.offset, to.buffer, to.offset, to.size);
  }

  /** Frees the buffer that a tensor had to itself, once the commands that use it are on their way. */
  #leave(dataId: DataId, { buffer }: Place): void {
    if (!this.#shared.delete(dataId)) this.backend.uniformPendingDisposal.push(buffer);
  }
}

/** What the buffers of TensorFlow.js's tensors are for: GPUBufferUsage.STORAGE, COPY_SRC and COPY_DST. */
export const tensorUsage = 128 | 4 | 8;
