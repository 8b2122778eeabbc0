import type { Scalar, Tensor, Variable } from '#tf';

/** One backward pass: which losses are summed, times what, with respect to which variables. */
export interface GradientRequest {
  /** Names of the losses whose sum is differentiated. */
  readonly losses: readonly string[];
  readonly variables: readonly Variable[];
  /** The sum is multiplied by this: 1 / accum_grad, for example. */
  readonly scale: number;
}

export interface LossGradients {
  /** Every loss that `forward` returned. The caller disposes of them. */
  readonly losses: Record<string, Scalar>;
  /**
   * One list for each request, in the order of its variables: the gradient of `scale * sum of losses`, or null where
   * the losses do not depend on the variable (PyTorch's `grad is None`: an optimizer leaves such a parameter and its
   * state alone). The caller disposes of them.
   */
  readonly gradients: (Tensor | null)[][];
}

/**
 * Runs `forward` once and then one backward pass for each request, restricted to what leads from its variables to its
 * losses. Throws when a request names a loss that `forward` did not return.
 */
export function lossGradients(
  forward: () => Record<string, Scalar>,
  requests: readonly GradientRequest[],
): LossGradients {
  throw new Error(`lossGradients is being written (${forward.name}, ${requests.length}).`);
}
