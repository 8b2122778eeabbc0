import type { DataId, TensorInfo } from '#tf';
import * as tf from '#tf';
import { type Places, tensorUsage } from './places.js';

/** Numbers that one workgroup of a shader works on; each tensor begins at a multiple of it. In bytes it suits every adapter's alignment. */
export const rowSize = 256;
export const rowBytes = 4 * rowSize;

/** The rows that so many numbers take. */
export const rowsOf = (size: number): number => Math.ceil(size / rowSize);

/** The part of a buffer that one tensor has. */
interface Slot {
  readonly row: number;
  readonly size: number;
  /** The tensor that was moved into it last. */
  owner?: DataId;
}

/**
 * Tensors of given sizes one after the other in one buffer, each from the beginning of a row on. The tensors stay what they are to
 * everybody else; a shader reaches all of them.
 */
export class Arena {
  readonly buffer: GPUBuffer;
  readonly #places: Places;
  readonly #slots: readonly Slot[];

  constructor(places: Places, sizes: readonly number[]) {
    this.#places = places;
    let row = 0;
    this.#slots = sizes.map((size) => {
      const slot = { row, size };
      row += rowsOf(size);
      return slot;
    });
    // WebGPU fills it with zeros.
    this.buffer = places.backend.device.createBuffer({
      size: Math.max(1, row) * rowBytes,
      usage: tensorUsage,
    });
  }

  /** The first row of a slot. */
  rowOf(slot: number): number {
    return this.#slots[slot]?.row ?? Number.NaN;
  }

  /** Makes sure that a slot holds this tensor: it moves in at its first update, and after it was assigned another value. */
  hold(index: number, tensor: TensorInfo): void {
    const slot = this.#slots[index];
    if (slot === undefined || tf.util.sizeFromShape(tensor.shape) !== slot.size)
      throw new Error(`A parameter of ${slot?.size} numbers has ${tf.util.sizeFromShape(tensor.shape)} now.`);
    if (slot.size === 0 || this.#isIn(slot, tensor.dataId)) return;
    // What was here may live on under another name, as a clone of the parameter's former value.
    if (slot.owner !== undefined && this.#isIn(slot, slot.owner)) this.#places.moveOut(slot.owner);
    this.#places.move(tensor, this.buffer, slot.row * rowBytes);
    slot.owner = tensor.dataId;
  }

  #isIn({ row }: Slot, dataId: DataId): boolean {
    const place = this.#places.sharedPlace(dataId);
    return place?.buffer === this.buffer && place.offset === row * rowBytes;
  }

  /** Gives every tensor a buffer of its own again, and frees this one. */
  dispose(): void {
    for (const slot of this.#slots)
      if (slot.owner !== undefined && this.#isIn(slot, slot.owner)) this.#places.moveOut(slot.owner);
    const { backend } = this.#places;
    if (backend.commandEncoder !== null) {
      backend.endComputePassEncoder();
      backend.submitQueue();
    }
    this.buffer.destroy();
  }
}
