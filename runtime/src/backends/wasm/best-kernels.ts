import type { Address, Kernels } from './device.js';
import { compile, type Exports, instantiate, type Memory, type Module } from './modules.js';

/** Our kernels, compiled in the best way that this V8 and processor have. */
export interface CompiledKernels {
  readonly all: Module;
  /** Where this is present, the matrix product is to be taken from it, and called for wide tiles. */
  readonly wideProduct?: Module | undefined;
}

/** Memory of the backend for our own use. */
export interface Heap {
  readonly memory: Memory;
  /** Throws when there is no more. */
  allocate(bytes: number): Address;
  free(address: Address): void;
}

/** Compiles what is fastest here, and says what that is, for the reader of a log. Throws when there is no SIMD. */
export function compileBest(heap: Heap): { compiled: CompiledKernels; text: string } {
  const relaxed = compile('relaxed');
  const all = relaxed ?? compile('plain');
  if (all === undefined)
    throw new Error('The wasm kernels do not compile: this Node.js or processor has no WebAssembly SIMD.');
  if (relaxed === undefined) return { compiled: { all }, text: 'SIMD' };
  const wideProduct = compile('wide');
  if (
    wideProduct === undefined ||
    !isBetter(instantiate(wideProduct, heap.memory), instantiate(all, heap.memory), heap)
  )
    return { compiled: { all }, text: 'relaxed SIMD' };
  return {
    compiled: { all, wideProduct },
    text: 'relaxed SIMD, matrix products in 256-bit vectors',
  };
}

/** The kernels on a memory. */
export function kernelsOn({ all, wideProduct }: CompiledKernels, memory: Memory): Exports {
  const exports = instantiate(all, memory);
  return wideProduct === undefined ? exports : { ...exports, gemm: instantiate(wideProduct, memory).gemm };
}

const SIZES = { m: 163, k: 256, n: 72 };
const ROUNDS = 5;

/**
 * Whether the wide product gives the same bits as the narrow one, and faster. V8 calls its revectorization experimental,
 * and leaves it out silently where the processor has no AVX2: then wide tiles are the slower ones. Since both give the
 * same numbers, a choice by the clock changes nothing but the time. Takes about 2 ms.
 */
export function isBetter(wide: Exports, narrow: Exports, heap: Heap): boolean {
  const { m, k, n } = SIZES;
  const scratchBytes = narrow.gemmScratch.value;
  const scratch = heap.allocate(scratchBytes + 4 * (m * k + k * n + 2 * m * n));
  const a = scratch + scratchBytes;
  const b = a + 4 * m * k;
  const outputs = [b + 4 * k * n, b + 4 * (k * n + m * n)] as const;
  try {
    const operands = new Float32Array(heap.memory.buffer, a, m * k + k * n);
    for (let i = 0; i < operands.length; i++) operands[i] = Math.sin(i);
    const run = ({ gemm }: Pick<Kernels, 'gemm'>, isWide: boolean) => {
      const start = performance.now();
      gemm(
        ...[a, 4 * k, 4, b, 4 * n, 4, outputs[isWide ? 1 : 0], 4 * n, m, k, n],
        ...[0, 0, isWide ? 1 : 0, scratch],
      );
      return performance.now() - start;
    };
    run(narrow, false);
    run(wide, true);
    const [narrowBits, wideBits] = outputs.map((output) => new Int32Array(heap.memory.buffer, output, m * n));
    if (!narrowBits?.every((bits, i) => bits === wideBits?.[i])) return false;
    // Both from the one module whose functions are all optimized already.
    const times = { narrow: Number.POSITIVE_INFINITY, wide: Number.POSITIVE_INFINITY };
    for (let round = 0; round < ROUNDS; round++) {
      times.narrow = Math.min(times.narrow, run(wide, false));
      times.wide = Math.min(times.wide, run(wide, true));
    }
    return times.wide < times.narrow;
  } finally {
    heap.free(scratch);
  }
}
