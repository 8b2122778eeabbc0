import type { DataId, Tensor } from '#tf';
import { rowBytes, rowsOf } from './arena.js';
import { type Places, tensorUsage } from './places.js';

/**
 * Gradients of one step copied one after the other into one buffer, each from the beginning of a row on, in the order given. It is one
 * buffer for all optimizers, as large as the most that it held.
 */
export class FlatGradients {
  readonly #places: Places;
  #buffer: GPUBuffer | undefined;
  /** The sizes that the buffer is laid out for: what lies between them is 0. */
  #sizes = '';
  /** The tensors that were copied last; they are in it as long as they are the ones that are asked for. */
  #held: readonly object[] = [];

  constructor(places: Places) {
    this.#places = places;
  }

  /** The buffer with these gradients in it, and its rows. */
  with(gradients: readonly Tensor[]): { readonly buffer: GPUBuffer; readonly rows: number } {
    const rows = gradients.reduce((sum, { size }) => sum + rowsOf(size), 0);
    const buffer = this.#laidOut(gradients.map(({ size }) => size).join(), rows);
    const isHeld =
      gradients.length === this.#held.length &&
      gradients.every(({ dataId }, at) => dataId === this.#held[at] && !this.#mayChange(dataId));
    if (!isHeld) this.#copy(gradients, buffer);
    return { buffer, rows };
  }

  /** A gradient may be a parameter itself, which an update changes in place. */
  #mayChange(dataId: DataId): boolean {
    return this.#places.sharedPlace(dataId) !== undefined;
  }

  #copy(gradients: readonly Tensor[], buffer: GPUBuffer): void {
    let row = 0;
    for (const gradient of gradients) {
      if (gradient.size > 0)
        this.#places.copy(this.#places.of(gradient), {
          buffer,
          offset: row * rowBytes,
          size: 4 * gradient.size,
        });
      row += rowsOf(gradient.size);
    }
    this.#held = gradients.map(({ dataId }) => dataId);
  }

  #laidOut(sizes: string, rows: number): GPUBuffer {
    const bytes = Math.max(1, rows) * rowBytes;
    if (this.#buffer !== undefined && sizes === this.#sizes) return this.#buffer;
    const { backend } = this.#places;
    this.#sizes = sizes;
    this.#held = [];
    if (this.#buffer === undefined || this.#buffer.size < bytes) {
      // Not destroyed: commands that use it may not be submitted yet. It goes when nothing refers to it.
      this.#buffer = backend.device.createBuffer({ size: bytes, usage: tensorUsage });
    } else {
      backend.ensureCommandEncoderReady();
      backend.endComputePassEncoder();
      backend.commandEncoder?.clearBuffer(this.#buffer);
    }
    return this.#buffer;
  }
}
