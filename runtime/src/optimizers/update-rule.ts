import type { Tensor, Variable } from '#tf';
import type { UpdateGuard } from '../backends/fused.js';

/** Gradients by the full name of their parameter. A parameter that the losses do not reach has none. */
export type Gradients = ReadonlyMap<string, Tensor>;

/** The parameters that an update rule changes, by full name. */
export type Parameters = ReadonlyMap<string, Variable>;

/** What an update rule has to remember: enough to go on bit by bit as if nothing had happened. */
export interface UpdateRuleState {
  /** Updates that each parameter has had (torch's `step`). */
  readonly steps: Readonly<Record<string, number>>;
  /** Other numbers of each parameter, named as torch names them (`mu_product`); absent where there are none. */
  readonly numbers?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** State tensors under `<parameter>.<name>`, named as torch names them (`exp_avg`). They stay the rule's own. */
  readonly tensors: ReadonlyMap<string, Tensor>;
}

/** What the losses come to at the present parameters. */
export interface Evaluation {
  /** Their sum. */
  readonly loss: number;
  /** The receiver frees the tensors. */
  readonly gradients: Gradients;
}

/** How one optimizer changes its parameters: the arithmetic of one class of torch.optim. */
export interface UpdateRule {
  /**
   * One update of every parameter that has a gradient; the others, and their state, stay as they are, as torch leaves
   * a parameter whose `grad` is None. The gradients stay the caller's. `momentum` takes the place of the option
   * `momentum`, or of the first of `betas`, for a schedule that moves it.
   */
  step(gradients: Gradients, lr: number, momentum?: number): void;
  /**
   * Present where the running backend may decide on an update by itself: as `step`, under a guard that looks at these
   * gradients. Answers what takes the rule back to before a step that was not done, the last one first.
   */
  readonly guarded?:
    | ((guard: UpdateGuard, gradients: Gradients, lr: number, momentum?: number) => () => void)
    | undefined;
  /**
   * One update of an optimizer that looks at the losses at several places (torch's `step(closure)`), in the place of
   * `step`, which then throws. `evaluate` tells of the parameters as they are at each call.
   */
  minimize?(evaluate: () => Promise<Evaluation>, lr: number): Promise<void>;
  stateDict(): UpdateRuleState;
  /** Takes over a saved state. The tensors are copied. Throws when they do not fit the parameters. */
  loadStateDict(state: UpdateRuleState): void;
  /** Frees the state tensors. */
  dispose(): void;
}

/** Makes the update rule of one optimizer. The options have been validated and have torch's defaults. */
export type UpdateRuleFactory = (
  parameters: Parameters,
  options: Readonly<Record<string, unknown>>,
) => UpdateRule;
