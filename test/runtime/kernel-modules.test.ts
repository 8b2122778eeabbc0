// Each way in which the wasm kernels are compiled, on a memory of its own: the matrix product against sums in double
// precision, and that the wide one has the bits of the narrow one.

import { describe, expect, test } from 'vitest';
import { compileBest, isBetter, kernelsOn } from '../../runtime/src/backends/wasm/best-kernels.js';
import {
  compile,
  type Exports,
  instantiate,
  type ModuleKind,
  moduleKinds,
} from '../../runtime/src/backends/wasm/modules.js';
import fc from '../fast-check.js';
import { numbers, worst } from './tensors.js';
import { heapOn, sharedMemory } from './wasm-memory.js';

const memory = sharedMemory(64);
const heap = () => heapOn(memory);

function load(kind: ModuleKind): Exports | undefined {
  const module = compile(kind);
  return module && instantiate(module, memory);
}

interface Product {
  readonly m: number;
  readonly k: number;
  readonly n: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly bias: boolean;
  readonly relu: boolean;
}

const product = fc.record<Product>({
  m: fc.integer({ min: 1, max: 23 }),
  k: fc.integer({ min: 0, max: 530 }),
  n: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 250, max: 300 })),
  transposeA: fc.boolean(),
  transposeB: fc.boolean(),
  bias: fc.boolean(),
  relu: fc.boolean(),
});

const FLOAT = 4;
const GUARD = 7;

/** The result, and what stands behind it in memory. */
function compute(exports: Exports, wide: boolean, { m, k, n, ...options }: Product) {
  const { allocate } = heap();
  const scratch = allocate(exports.gemmScratch.value);
  const put = (values: Float32Array) => {
    const at = allocate(values.byteLength);
    new Float32Array(memory.buffer, at).set(values);
    return at;
  };
  const [a, b, bias] = [put(numbers(m * k, 1)), put(numbers(k * n, 2)), put(numbers(n, 3))];
  const out = put(new Float32Array(m * n + 32).fill(GUARD));
  exports.gemm(
    ...[a, FLOAT * (options.transposeA ? 1 : k), FLOAT * (options.transposeA ? m : 1)],
    ...[b, FLOAT * (options.transposeB ? 1 : n), FLOAT * (options.transposeB ? k : 1)],
    ...[out, FLOAT * n, m, k, n, options.bias ? bias : 0, options.relu ? 1 : 0, wide ? 1 : 0, scratch],
  );
  const all = new Float32Array(memory.buffer, out, m * n + 32);
  return { result: all.slice(0, m * n), behind: all.slice(m * n) };
}

function expected({ m, k, n, transposeA, transposeB, bias, relu }: Product): number[] {
  const [a, b, offset] = [numbers(m * k, 1), numbers(k * n, 2), numbers(n, 3)];
  return Array.from({ length: m * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    let sum = bias ? (offset[j] ?? 0) : 0;
    for (let step = 0; step < k; step++) {
      const left = a[transposeA ? step * m + i : i * k + step] ?? 0;
      sum += left * (b[transposeB ? j * k + step : step * n + j] ?? 0);
    }
    return relu ? Math.max(0, sum) : sum;
  });
}

const runs = { numRuns: 60 };

for (const kind of moduleKinds) {
  const exports = load(kind);
  describe.skipIf(exports === undefined)(kind, () => {
    test.each([false, true])('matrix product, wide tiles %s', (wide) => {
      if (exports === undefined) return;
      fc.assert(
        fc.property(product, (each) => {
          const { result, behind } = compute(exports, wide, each);
          expect(worst(result, expected(each))).toBeLessThan(1e-5);
          expect([...behind]).toEqual(Array(behind.length).fill(GUARD));
        }),
        runs,
      );
    });
  });
}

test('every Node.js that this package runs on has relaxed SIMD; from 24 on x64 also the wide product', () => {
  expect(compile('plain')).toBeDefined();
  expect(compile('relaxed')).toBeDefined();
  const hasWide = process.arch === 'x64' && Number.parseInt(process.versions.node, 10) >= 24;
  expect(compile('wide') !== undefined).toBe(hasWide);
});

test('tiles of any width, and the revectorized module, give the same bits', () => {
  const relaxed = load('relaxed');
  if (relaxed === undefined) throw new Error('no relaxed SIMD');
  const wide = load('wide');
  fc.assert(
    fc.property(product, (each) => {
      const narrow = compute(relaxed, false, each).result;
      expect(compute(relaxed, true, each).result).toEqual(narrow);
      if (wide !== undefined) expect(compute(wide, true, each).result).toEqual(narrow);
    }),
    runs,
  );
});

describe('the choice', () => {
  test('is never a module whose bits differ', () => {
    const relaxed = load('relaxed');
    if (relaxed === undefined) throw new Error('no relaxed SIMD');
    let calls = 0;
    const wrong: Exports = {
      ...relaxed,
      gemm(...args) {
        calls += 1;
        relaxed.gemm(...args);
        const out = args[6] ?? 0;
        new Int32Array(memory.buffer, out, 1)[0] = (new Int32Array(memory.buffer, out, 1)[0] ?? 0) ^ 1;
        return 0;
      },
    };
    expect(isBetter(wrong, relaxed, heap())).toBe(false);
    expect(calls).toBe(1);
  });

  test('says what it is, and takes the wide product only where there is one', () => {
    const { compiled, text } = compileBest(heap());
    const isWide = compiled.wideProduct !== undefined;
    expect(text).toBe(isWide ? 'relaxed SIMD, matrix products in 256-bit vectors' : 'relaxed SIMD');
    if (compile('wide') === undefined) expect(isWide).toBe(false);
    expect(kernelsOn(compiled, memory).gemmScratch.value).toBeGreaterThan(0);
  });
});
