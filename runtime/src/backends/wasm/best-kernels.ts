import type { Address, Kernels } from './device.js';
import { type Exports, instantiate, type Memory } from './modules.js';

/** The kernels that are fastest here. */
export interface BestKernels {
  readonly kernels: Kernels;
  /** Whether `gemm` wants to be called for wide tiles. */
  readonly wide: boolean;
  /** Working memory of `gemm`. */
  readonly scratch: Address;
  /** What they are, for the reader of a log. */
  readonly text: string;
}

/** Memory of the backend for our own use. */
export interface Heap {
  readonly memory: Memory;
  /** Throws when there is no more. */
  allocate(bytes: number): Address;
  free(address: Address): void;
}

/** Compiles our kernels in the best way that this V8 and processor have. Throws when there is no SIMD. */
export function bestKernels(heap: Heap): BestKernels {
  const relaxed = instantiate('relaxed', heap.memory);
  const exports = relaxed ?? instantiate('plain', heap.memory);
  if (exports === undefined)
    throw new Error('The wasm kernels do not compile: this Node.js or processor has no WebAssembly SIMD.');
  const scratch = heap.allocate(exports.gemmScratch.value);
  if (relaxed === undefined) return { kernels: exports, wide: false, scratch, text: 'SIMD' };
  const wide = instantiate('wide', heap.memory);
  if (wide === undefined || !isBetter(wide, relaxed, heap, scratch))
    return { kernels: relaxed, wide: false, scratch, text: 'relaxed SIMD' };
  return {
    kernels: { ...relaxed, gemm: wide.gemm },
    wide: true,
    scratch,
    text: 'relaxed SIMD, matrix products in 256-bit vectors',
  };
}

const SIZES = { m: 163, k: 256, n: 72 };
const ROUNDS = 5;

/**
 * Whether the wide product gives the same bits as the narrow one, and faster. V8 calls its revectorization experimental,
 * and leaves it out silently where the processor has no AVX2: then wide tiles are the slower ones. Since both give the
 * same numbers, a choice by the clock changes nothing but the time. Takes about 2 ms.
 */
export function isBetter(wide: Exports, narrow: Exports, heap: Heap, scratch: Address): boolean {
  const { m, k, n } = SIZES;
  const a = heap.allocate(4 * (m * k + k * n + 2 * m * n));
  const b = a + 4 * m * k;
  const outputs = [b + 4 * k * n, b + 4 * (k * n + m * n)] as const;
  try {
    const operands = new Float32Array(heap.memory.buffer, a, m * k + k * n);
    for (let i = 0; i < operands.length; i++) operands[i] = Math.sin(i);
    const run = ({ gemm }: Exports, isWide: boolean) => {
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
    heap.free(a);
  }
}
