import type { Experiment, OptimSchedulerConf, Step } from '@optim-sches/schemas';
import type { Variable } from '#tf';
import type { UpdateRuleState } from '../optimizers/update-rule.js';

/** What an OptimScheduler is made from. */
export interface OptimSchedulerContext {
  /** The entry of `optim_sches`, validated. */
  readonly conf: OptimSchedulerConf;
  /** Every parameter of the model by its full name. */
  readonly parameters: ReadonlyMap<string, Variable>;
  readonly experiment: Experiment;
}

/** What a schedule is told when it is asked for a learning rate: the same as the registry's. */
export type LrStep = Step;

/**
 * What a checkpoint saves of an OptimScheduler: the state of its optimizer, whose `tensors` have the gradients of a real
 * step that has begun beside them (`<parameter>.pending_gradient`), and of its schedule.
 */
export interface OptimSchedulerState extends UpdateRuleState {
  readonly lr: number;
  /** The metric of each validation so far; absent before the first. */
  readonly metrics?: readonly number[];
  /** The schedule's own state, plain JSON. */
  readonly schedule: unknown;
}
