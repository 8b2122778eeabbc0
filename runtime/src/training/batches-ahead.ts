import type { Dataset } from '../data/dataset.js';

/** The batches of a training: each can be made while the device is still at work on the one before. */
export class BatchesAhead {
  readonly #data: Dataset;
  #prepared: { readonly epoch: number; readonly index: number; readonly batch: unknown } | undefined;

  constructor(data: Dataset) {
    this.#data = data;
  }

  /** Batch `index` (from 0) of an epoch (from 1): the one that is prepared, or else it is made now. */
  take(epoch: number, index: number): unknown {
    const prepared = this.#prepared;
    this.#prepared = undefined;
    if (prepared?.epoch === epoch && prepared.index === index) return prepared.batch;
    return this.#data.batch(epoch, index);
  }

  /** Makes the batch that will be taken next. An error is left to `take`, which meets it again in its turn. */
  prepare(epoch: number, index: number): void {
    if (index >= this.#data.length) return;
    try {
      this.#prepared = { epoch, index, batch: this.#data.batch(epoch, index) };
    } catch {
      this.#prepared = undefined;
    }
  }
}
