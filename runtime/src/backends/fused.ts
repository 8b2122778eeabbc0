import type { Tensor, Variable } from '#tf';

/**
 * Update rules that a backend computes in one pass over memory instead of ten tfjs operations. All are optional: an
 * optimizer asks `fusedUpdates()` once a step and takes the plain tfjs path where the backend has none, or for
 * variants (amsgrad, maximize, …) that the arguments below cannot say:
 *
 *     const { adam } = fusedUpdates();
 *     if (adam !== undefined && !amsgrad) adam({ parameter, gradient, expAvg, expAvgSq, … });
 *     else plainAdam(…);
 *
 * They change `parameter` and the state tensors **in place** (the same memory, no new tensor). tfjs tensors made by
 * `clone()`, `reshape()` or `tf.variable(tensor)` share memory with their origin, so a snapshot of a parameter has to
 * be read with `data()` or `dataSync()`; a clone would change with it. State tensors must be the optimizer's own
 * (`tf.keep(tf.zeros(shape))`, one each). Scalars are computed by the caller in double precision, as in PyTorch, and
 * rounded to float32 at the border; the gradient is left unchanged and stays the caller's.
 */
export interface FusedUpdates {
  adam?(args: AdamUpdate): void;
  sgd?(args: SgdUpdate): void;
  /** Sum of the squares of all elements, added up in double precision; infinite or NaN when an element is. */
  sumOfSquares?(tensor: Tensor): number;
}

/**
 * torch.optim.Adam and AdamW, the order of operations of their single-tensor loop:
 *
 *     p *= decay;  g += weightDecay * p
 *     m += (1 - beta1) * (g - m)                  (lerp; from the other end when 1 - beta1 >= 0.5, as in PyTorch)
 *     v = v * beta2 + (1 - beta2) * g * g
 *     p += -stepSize * m / (sqrt(v) / biasCorrection2Sqrt + eps)
 */
export interface AdamUpdate {
  readonly parameter: Variable;
  readonly gradient: Tensor;
  /** First moment m, changed. */
  readonly expAvg: Tensor;
  /** Second moment v, changed. */
  readonly expAvgSq: Tensor;
  readonly beta1: number;
  readonly beta2: number;
  readonly eps: number;
  /** lr / (1 - beta1^t). */
  readonly stepSize: number;
  /** sqrt(1 - beta2^t). */
  readonly biasCorrection2Sqrt: number;
  /** Adam's coupled L2 penalty, added to the gradient; default 0. */
  readonly weightDecay?: number;
  /** AdamW's factor 1 - lr * weight_decay on the parameter; default 1. */
  readonly decay?: number;
}

/**
 * torch.optim.SGD, the order of operations of its single-tensor loop:
 *
 *     g += weightDecay * p
 *     b = first ? g : b * momentum + (1 - dampening) * g      (only with a buffer)
 *     g = nesterov ? g + momentum * b : b
 *     p += -lr * g
 */
export interface SgdUpdate {
  readonly parameter: Variable;
  readonly gradient: Tensor;
  readonly lr: number;
  readonly weightDecay?: number;
  /** Without it there is no momentum. */
  readonly momentum?: {
    /** Momentum buffer b, changed. */
    readonly buffer: Tensor;
    /** True at the first update of this parameter: the buffer becomes the gradient. */
    readonly first: boolean;
    readonly momentum: number;
    readonly dampening: number;
    readonly nesterov: boolean;
  };
}

let current: FusedUpdates = {};

/** The fused update rules of the running backend; an empty object when it has none. */
export function fusedUpdates(): FusedUpdates {
  return current;
}

/** Called by `startBackend` alone. */
export function setFusedUpdates(updates: FusedUpdates): void {
  current = updates;
}
