import type { OpenBackend } from './backend.js';

/** As much stays free without a look at what is used: a small model is not held up for it. */
const alwaysBytes = 64e6;

/**
 * Bounds what TensorFlow.js keeps of buffers that are free. It gives a buffer only to a tensor of exactly its size, and never frees one:
 * with batches of changing length there would be a full set of buffers for each length. Here no more stays free than has been in use at
 * once (or 64 MB); the sizes that were asked for longest ago go first.
 */
export function boundPool(backend: OpenBackend): void {
  const { bufferManager } = backend;
  const lastAsked = new Map<string, number>();
  let asked = 0;
  let mostUsed = 0;

  const acquire = bufferManager.acquireBuffer.bind(bufferManager);
  bufferManager.acquireBuffer = (size, usage, ...rest) => {
    // The key that TensorFlow.js has.
    lastAsked.set(`${size}_${usage}`, asked++);
    const buffer = acquire(size, usage, ...rest);
    mostUsed = Math.max(mostUsed, bufferManager.numBytesUsed);
    return buffer;
  };

  const freeBytes = () => bufferManager.numBytesAllocated - bufferManager.numBytesUsed;
  const submit = backend.submitQueue.bind(backend);
  backend.submitQueue = () => {
    submit();
    const limit = Math.max(alwaysBytes, mostUsed);
    if (freeBytes() <= limit) return;
    // Well below, so that it is not done again at once.
    const byAge = [...lastAsked].sort(([, a], [, b]) => a - b);
    for (const [key] of byAge) {
      if (freeBytes() <= 0.75 * limit) return;
      const free = bufferManager.freeBuffers.get(key);
      if (free === undefined || free.length === 0) continue;
      for (const buffer of free) {
        bufferManager.numBytesAllocated -= buffer.size;
        bufferManager.numFreeBuffers -= 1;
        buffer.destroy();
      }
      bufferManager.freeBuffers.set(key, []);
      lastAsked.delete(key);
    }
  };
}
