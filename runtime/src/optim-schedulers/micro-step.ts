import type { Tensor } from '#tf';
import type { EvaluateRealStep } from './closure.js';

/** One training step as an OptimScheduler sees it. */
export interface MicroStep {
  /** Training step, from 1, counted over all epochs (a micro-step when accum_grad > 1). */
  readonly step: number;
  readonly epoch: number;
  /**
   * The answer to `gradientRequest`, in the order of its variables. The OptimScheduler takes the tensors over. Absent
   * when they are staged already.
   */
  readonly gradients?: readonly (Tensor | null)[];
  /** For an optimizer that evaluates the losses itself (LBFGS): it has no use for `gradients`. */
  readonly evaluate?: EvaluateRealStep;
}

/** What a step came to. */
export interface StepOutcome {
  /** The learning rate in the optimizer after the step. */
  readonly lr: number;
  /** True when the parameters changed. */
  readonly updated: boolean;
  /** Norm of the own gradients before clipping, at the last micro-step of a real step. */
  readonly gradNorm?: number;
  /** Why the parameters did not change although they should have. */
  readonly message?: string;
}
