import type { Tensor } from '#tf';
import * as tf from '#tf';
import { rowBytes } from './arena.js';
import type { WebGpuDevice } from './device.js';
import { sumGroups, sumOfSquaresShader } from './wgsl/sum-of-squares.js';

/**
 * The 2-norm of all numbers of some tensors, with one dispatch and one reading for all of them: squares are added up in float32 by 65,536
 * threads, and the sums of their groups in double precision. Infinite or NaN when a number is.
 */
export async function norm(device: WebGpuDevice, tensors: readonly Tensor[]): Promise<number> {
  let sum = 0;
  for (const sums of squares(device, tensors)) {
    const values = await sums.data();
    sums.dispose();
    for (let at = 0; at < values.length; at += 2) sum += exact(values[at], values[at + 1]);
  }
  return Math.sqrt(sum);
}

/** A number that a shader answered, with what it found beside it (wgsl/sum-of-squares.ts): an infinite number (1), or no number (2). */
export function exact(value = Number.NaN, bad: number | undefined): number {
  if (bad === 2) return Number.NaN;
  return bad === 1 ? Number.POSITIVE_INFINITY : value;
}

/**
 * The sums of the squares of some tensors' numbers, each with whether one of them is not finite (wgsl/sum-of-squares.ts): a tensor for as
 * many tensors as an adapter binds at once.
 */
export function squares(device: WebGpuDevice, tensors: readonly Tensor[]): Tensor[] {
  const { maxStorageBufferBindingSize } = device.places.backend.device.limits;
  return parts(tensors, maxStorageBufferBindingSize).map((part) => {
    const { buffer, rows } = device.gradients.with(part);
    const groups = sumGroups(rows);
    const sums = tf.zeros([2 * groups]);
    device.shaders.run(
      'sum of squares',
      () => sumOfSquaresShader,
      [{ buffer, size: Math.max(1, rows) * rowBytes }, device.places.of(sums)],
      [groups],
    );
    return sums;
  });
}

/** As many tensors in each part as an adapter binds at once. */
function parts(tensors: readonly Tensor[], most: number): Tensor[][] {
  const all: Tensor[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const tensor of tensors) {
    const own = Math.ceil((4 * tensor.size) / rowBytes) * rowBytes;
    if (bytes + own > most) {
      all.push([]);
      bytes = 0;
    }
    all.at(-1)?.push(tensor);
    bytes += own;
  }
  return all;
}
