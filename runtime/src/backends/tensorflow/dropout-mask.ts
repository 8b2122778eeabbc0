import * as tf from '#tf';
import type { Kernels } from '../wasm/device.js';
import { compile, instantiate } from '../wasm/modules.js';

// Node has WebAssembly, but its types come only with the browser's.
declare const WebAssembly: {
  Memory: new (limits: {
    initial: number;
    maximum: number;
    shared: boolean;
  }) => {
    readonly buffer: ArrayBufferLike;
    grow(pages: number): number;
  };
};

const PAGE = 65536;
const FLOAT = 4;

// Our kernels are compiled for such a memory.
const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true });
let kernels: Kernels | undefined;
/** The masks of the last uses: forward and backward pass need the same one. */
const recent = new Map<string, Float32Array>();
const RECENT = 64;

/**
 * `scale` where a number is kept and 0 where it is dropped, for a tensor of a shape: the mask of `dropout` on every
 * backend, by the kernel of the backend wasm, which is a hundred times faster than JavaScript.
 */
export function dropoutMask(
  shape: readonly number[],
  seed: number,
  threshold: number,
  scale: number,
): Float32Array {
  const size = tf.util.sizeFromShape([...shape]);
  const key = `${seed} ${size} ${threshold}`;
  let mask = recent.get(key);
  if (mask === undefined) {
    mask = makeMask(size, seed, threshold, scale);
    if (recent.size >= RECENT) recent.delete(recent.keys().next().value ?? '');
    recent.set(key, mask);
  }
  return mask;
}

/** The kernel on ones, which stand before its result. */
function makeMask(size: number, seed: number, threshold: number, scale: number): Float32Array {
  const bytes = size * FLOAT;
  const missing = Math.ceil((2 * bytes - memory.buffer.byteLength) / PAGE);
  if (missing > 0) memory.grow(missing);
  new Float32Array(memory.buffer, 0, size).fill(1);
  kernels ??= load();
  kernels.dropout(0, bytes, size, seed, threshold, scale);
  return new Float32Array(memory.buffer, bytes, size).slice();
}

function load(): Kernels {
  const module = compile('plain');
  if (module === undefined)
    throw new Error('Dropout on TensorFlow needs WebAssembly SIMD, which this Node.js lacks.');
  return instantiate(module, memory);
}
