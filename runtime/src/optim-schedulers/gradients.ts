import type { Scalar, Tensor } from '#tf';
import * as tf from '#tf';
import { fusedUpdates } from '../backends/fused.js';

/** Gradients of some parameters, added up over the micro-steps of one real step. */
export class AccumulatedGradients {
  readonly #tensors = new Map<string, Tensor>();
  readonly #staged = new Map<string, Tensor>();
  #norm: Promise<number> | undefined;

  get tensors(): ReadonlyMap<string, Tensor> {
    return this.#tensors;
  }

  /** Adds a gradient and takes it over: the caller must not use or dispose of it any more. */
  add(name: string, gradient: Tensor): void {
    const before = this.#tensors.get(name);
    this.#tensors.set(name, before === undefined ? gradient : tf.add(before, gradient));
    if (before !== undefined) tf.dispose([before, gradient]);
  }

  /**
   * Adds the gradients of a micro-step for the time being, and takes them over: `accept` or `discard` follows. With
   * `normType` it begins to compute the norm of what they come to with those before.
   */
  stage(gradients: Iterable<readonly [name: string, gradient: Tensor]>, normType: number | undefined): void {
    for (const [name, gradient] of gradients) {
      const before = this.#tensors.get(name);
      this.#staged.set(name, before === undefined ? gradient : tf.add(before, gradient));
      if (before !== undefined) gradient.dispose();
    }
    if (normType === undefined) return;
    this.#norm = gradientNorm(new Map([...this.#tensors, ...this.#staged]).values(), normType);
    // An error is met where the norm is waited for.
    this.#norm.catch(() => undefined);
  }

  /** What was staged counts. Answers the norm, if it was asked for. */
  accept(): Promise<number> | undefined {
    for (const [name, sum] of this.#staged) {
      this.#tensors.get(name)?.dispose();
      this.#tensors.set(name, sum);
    }
    this.#staged.clear();
    const norm = this.#norm;
    this.#norm = undefined;
    return norm;
  }

  /** What was staged is forgotten. */
  discard(): void {
    for (const sum of this.#staged.values()) sum.dispose();
    this.#staged.clear();
    this.#norm = undefined;
  }

  /** Multiplies every gradient by a number. */
  scale(factor: number): void {
    for (const [name, gradient] of this.#tensors) {
      this.#tensors.set(name, tf.mul(gradient, factor));
      gradient.dispose();
    }
  }

  /** Forgets and frees all gradients. */
  clear(): void {
    this.discard();
    for (const gradient of this.#tensors.values()) gradient.dispose();
    this.#tensors.clear();
  }
}

/**
 * The norm of all gradients taken as one vector, as torch.nn.utils.clip_grad_norm_ computes it: the norm of the
 * tensors' norms. `p` is any real number; 0 counts, and infinite ones give the largest and the smallest absolute value.
 * 0 without gradients.
 */
export async function gradientNorm(gradients: Iterable<Tensor>, p: number): Promise<number> {
  const tensors = [...gradients];
  if (tensors.length === 0) return 0;
  const { norm: normOfAll, sumOfSquares } = fusedUpdates();
  if (p === 2 && normOfAll !== undefined) return normOfAll(tensors);
  if (p === 2 && sumOfSquares !== undefined)
    return Math.sqrt(tensors.reduce((sum, tensor) => sum + sumOfSquares(tensor), 0));
  const norm = tf.tidy(() => vectorNorm(tf.stack(tensors.map((tensor) => vectorNorm(tensor, p))), p));
  const [value = Number.NaN] = await norm.data();
  norm.dispose();
  return value;
}

function vectorNorm(tensor: Tensor, p: number): Scalar {
  const absolute = tf.abs(tensor);
  switch (p) {
    case Number.POSITIVE_INFINITY:
      // A maximum may drop NaN; adding 0 * sum keeps it.
      return tf.add(tf.max(absolute), nanOrZero(absolute));
    case Number.NEGATIVE_INFINITY:
      return tf.add(tf.min(absolute), nanOrZero(absolute));
    case 0:
      return tf.sum(tf.cast(tf.notEqual(tensor, 0), 'float32'));
    case 1:
      return tf.sum(absolute);
    case 2:
      return tf.sqrt(tf.sum(tf.square(tensor)));
    default:
      return tf.pow(tf.sum(tf.pow(absolute, p)), 1 / p);
  }
}

/** NaN when an element is NaN, else 0. */
function nanOrZero(tensor: Tensor): Scalar {
  return tf.where(tf.any(tf.isNaN(tensor)), tf.scalar(Number.NaN), tf.scalar(0));
}

/**
 * What the gradients are multiplied by so that their norm is at most `clip`: torch's formula, with its 1e-6 and its
 * consequences (a negative `clip` turns the gradients round).
 */
export function clipFactor(norm: number, clip: number): number {
  return Math.min(1, clip / (norm + 1e-6));
}
