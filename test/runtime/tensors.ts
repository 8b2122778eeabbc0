// Numbers for tests of tensors.
import type { Tensor } from '#tf';
import { normal01 } from '../../runtime/src/nn/random.js';

/** `n` normal numbers, the same for the same seed. */
export function numbers(n: number, seed: number): Float32Array {
  return Float32Array.from({ length: n }, (_, i) => normal01(seed, i));
}

/** All numbers of a tensor, in order. */
export function values(tensor: Tensor): number[] {
  return [...tensor.dataSync()];
}

/** The greatest difference, relative to the greatest of the expected numbers or 1. */
export function worst(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  const scale = Math.max(1, ...Array.from(expected, Math.abs));
  return Math.max(0, ...Array.from(expected, (e, i) => Math.abs((actual[i] ?? Number.NaN) - e) / scale));
}
