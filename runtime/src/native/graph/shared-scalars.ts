import { type Binding, dataType } from './binding.js';

/** So many stay while nobody uses them; those used longest ago go first. */
const UNUSED = 500;

interface Shared {
  readonly bits: number;
  readonly id: number;
  users: number;
}

/**
 * Numbers as tensors of TensorFlow, one for each value: a step makes hundreds of them, mostly the same ones in every step, and
 * on a GPU each new one is a copy to its memory.
 */
export class SharedScalars {
  /** By the bits of the number: 0 and -0 are two, and a NaN is itself. */
  readonly #byBits = new Map<number, Shared>();
  readonly #byId = new Map<number, Shared>();

  constructor(private readonly binding: Binding) {}

  /** A tensor of a float32 number without dimensions, whose user calls `release` in the end. */
  take(number: Float32Array): number {
    const [bits = 0] = new Int32Array(number.buffer, number.byteOffset, 1);
    let shared = this.#byBits.get(bits);
    if (shared === undefined) {
      shared = { bits, id: this.binding.createTensor([], dataType.float, number), users: 0 };
      this.#byId.set(shared.id, shared);
    }
    // The order of the map is that of the last uses.
    this.#byBits.delete(bits);
    this.#byBits.set(bits, shared);
    shared.users += 1;
    return shared.id;
  }

  /** Whether a tensor is one of these; it has one user less then. */
  release(id: number): boolean {
    const shared = this.#byId.get(id);
    if (shared === undefined) return false;
    shared.users -= 1;
    if (this.#byBits.size > UNUSED) this.#dropOne();
    return true;
  }

  #dropOne(): void {
    for (const { bits, id, users } of this.#byBits.values()) {
      if (users > 0) continue;
      this.#byBits.delete(bits);
      this.#byId.delete(id);
      this.binding.deleteTensor(id);
      return;
    }
  }
}
