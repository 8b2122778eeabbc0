import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import type { Kernels } from './device.js';

// Node has WebAssembly, but its types come only with the browser's.
declare const WebAssembly: {
  validate(binary: Uint8Array): boolean;
  Module: new (binary: Uint8Array) => Module;
  Instance: new (module: Module, imports: object) => { readonly exports: unknown };
};

/** A `WebAssembly.Module`: compiled code, which threads can share. */
export type Module = object;

/** A `WebAssembly.Memory` that threads can share. */
export interface Memory {
  readonly buffer: ArrayBufferLike;
}

/**
 * How our kernels can be compiled:
 * - `plain`: 128-bit SIMD, which every V8 of today has;
 * - `relaxed`: with relaxed SIMD, whose multiply-add is one instruction;
 * - `wide`: the matrix product in 256-bit vectors, by the revectorization that V8 has for x64 processors with AVX2. Its
 *   results are those of `relaxed`, bit for bit.
 */
export const moduleKinds = ['plain', 'relaxed', 'wide'] as const;

export type ModuleKind = (typeof moduleKinds)[number];

const files: Readonly<Record<ModuleKind, string>> = {
  plain: 'kernels.wasm',
  relaxed: 'kernels-relaxed.wasm',
  wide: 'kernels-wide.wasm',
};

const v8 = Number.parseInt(process.versions.v8, 10);

/** In Node.js 20 relaxed SIMD is there behind a flag, from 22 on without. */
const relaxedFlags = v8 < 12 ? ['experimental-wasm-relaxed-simd'] : [];

/** V8 12 has the flag too, but leaves our loops as they are; of a V8 yet to come it is not known what it has. */
const hasRevectorization = process.arch === 'x64' && (v8 === 13 || v8 === 14);

/** Compiles our kernels in a few milliseconds. Undefined where this V8 cannot do it that way. */
export function compile(kind: ModuleKind): Module | undefined {
  // The same place seen from src/backends/wasm and from dist/backends/wasm.
  const binary = readFileSync(new URL(`../../../dist/${files[kind]}`, import.meta.url));
  const compileIt = () => (WebAssembly.validate(binary) ? new WebAssembly.Module(binary) : undefined);
  switch (kind) {
    case 'plain':
      return compileIt();
    case 'relaxed':
      return withFlags(relaxedFlags, compileIt);
    case 'wide':
      // All of it at once and by the optimizing compiler: what is compiled later does not see the flag any more, and
      // nothing but this module is to see it.
      return hasRevectorization
        ? withFlags(['experimental-wasm-revectorize', 'no-liftoff', 'no-wasm-lazy-compilation'], compileIt)
        : undefined;
  }
}

/** Runs `f` with some of V8's flags turned, and turns them back. */
function withFlags<Result>(flags: readonly string[], f: () => Result): Result {
  for (const flag of flags) setFlagsFromString(`--${flag}`);
  try {
    return f();
  } finally {
    for (const flag of flags)
      setFlagsFromString(flag.startsWith('no-') ? `--${flag.slice('no-'.length)}` : `--no-${flag}`);
  }
}

/** What a module exports: `wide` has the matrix product alone. */
export interface Exports extends Kernels {
  /** Bytes of working memory that `gemm` needs. */
  readonly gemmScratch: { readonly value: number };
}

/** A module's kernels on a memory. */
export function instantiate(module: Module, memory: Memory): Exports {
  return new WebAssembly.Instance(module, { env: { memory } }).exports as Exports;
}
