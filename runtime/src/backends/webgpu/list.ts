import type { WebGpuDevice } from './device.js';

/** GPUBufferUsage.STORAGE and COPY_DST. */
export const listUsage = 128 | 8;

/** A short list on the GPU that is seldom another one than in the step before. */
export class List {
  readonly #device: WebGpuDevice;
  #buffer: GPUBuffer | undefined;
  #values: Uint32Array | Float32Array = new Uint32Array();

  constructor(device: WebGpuDevice) {
    this.#device = device;
  }

  /** The buffer with these values in it, and no more. */
  with(values: Uint32Array | Float32Array): GPUBufferBinding {
    const { device, queue } = this.#device.places.backend;
    const isNew =
      values.length !== this.#values.length || values.some((value, at) => value !== this.#values[at]);
    if (this.#buffer === undefined || values.byteLength > this.#buffer.size) {
      this.#buffer?.destroy();
      this.#buffer = device.createBuffer({ size: values.byteLength, usage: listUsage });
    }
    if (isNew) queue.writeBuffer(this.#buffer, 0, values);
    this.#values = values;
    return { buffer: this.#buffer, size: values.byteLength };
  }

  dispose(): void {
    this.#buffer?.destroy();
  }
}
