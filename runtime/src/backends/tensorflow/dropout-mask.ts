import { readFileSync } from 'node:fs';
import * as tf from '#tf';

// Node has WebAssembly, but its types come only with the browser's.
declare const WebAssembly: {
  Memory: new (limits: { initial: number }) => { readonly buffer: ArrayBuffer; grow(pages: number): number };
  Module: new (binary: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

type DropoutKernel = (
  x: number,
  o: number,
  n: number,
  seed: number,
  threshold: number,
  scale: number,
) => void;

const PAGE = 65536;
const FLOAT = 4;

const memory = new WebAssembly.Memory({ initial: 1 });
let kernel: DropoutKernel | undefined;
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
  kernel ??= load();
  kernel(0, bytes, size, seed, threshold, scale);
  return new Float32Array(memory.buffer, bytes, size).slice();
}

function load(): DropoutKernel {
  const binary = readFileSync(new URL('../../../dist/kernels.wasm', import.meta.url));
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(binary), { env: { memory } });
  return (exports as { readonly dropout: DropoutKernel }).dropout;
}
