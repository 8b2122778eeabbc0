import type { Memory } from '../../runtime/src/backends/wasm/modules.js';

// Node has WebAssembly, but its types come only with the browser's.
declare const WebAssembly: {
  Memory: new (limits: { initial: number; maximum: number; shared: boolean }) => Memory;
};

/** A memory of its own for kernels, in pages of 64 KiB. */
export const sharedMemory = (pages: number): Memory =>
  new WebAssembly.Memory({ initial: pages, maximum: 65536, shared: true });

/** A heap that gives and never takes back. */
export function heapOn(memory: Memory) {
  let next = 1024;
  return {
    memory,
    allocate(bytes: number): number {
      const at = next;
      next += Math.ceil(bytes / 16) * 16;
      if (next > memory.buffer.byteLength) throw new Error('The memory of the test is too small.');
      return at;
    },
    free: () => undefined,
  };
}
