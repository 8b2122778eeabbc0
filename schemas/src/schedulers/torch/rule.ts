import type { Schedule, Step } from '../scheduler.js';
import { epochsDone, stepsDone } from '../step-count.js';
import type { Interval } from './keys.js';
import { counter } from './keys.js';

/** What torch's schedulers keep in an optimizer's parameter group; some read what others wrote. */
export interface ParamGroup {
  lr: number;
  initial_lr?: number;
  max_lr?: number;
  min_lr?: number;
  momentum?: number;
  max_momentum?: number;
  base_momentum?: number;
}

/** The variables of an expression: real steps and epochs done. */
export interface Done {
  readonly step: number;
  readonly epoch: number;
}

/** What one scheduler object of torch has at hand when its `get_lr` is called. */
export interface Asked {
  /** Its `last_epoch`. */
  readonly t: number;
  /** Whether the call comes from a constructor (torch's `_is_initial`). */
  readonly initial: boolean;
  /** The group's learning rate when the scheduler was made (`base_lrs`). */
  readonly baseLr: number;
  readonly group: ParamGroup;
  readonly done: Done;
}

/** The arithmetic of one class of torch.optim.lr_scheduler, with its arguments. */
export interface TorchRule {
  /** What the constructor writes into the group; returns the base learning rates that the object keeps for itself. */
  construct?(group: ParamGroup): number;
  /** `get_lr`: the next learning rate from the group's current one. */
  next(asked: Asked): number;
  /** `_get_closed_form_lr` after 0 steps, where SequentialLR starts the scheduler anew; without it, `next`. */
  anew?(baseLr: number): number;
  /** True where `step()` goes from before the start to 0, as CosineAnnealingWarmRestarts does. */
  readonly beginsAtZero?: boolean;
  /** True where each step sets the learning rate from `baseLr`, whatever it is before. */
  readonly sets?: boolean;
  /** True where each step multiplies what is there by a factor of the counter alone: then chained factors multiply. */
  readonly multiplies?: boolean;
}

/** A rule whose steps add up to a formula, or to few enough of them. */
export interface ClosedRule extends TorchRule {
  /** The learning rate after `t` steps from a start at `baseLr`. */
  at(t: number, baseLr: number, done: Done): number;
  /** The momentum (beta1) after `t` steps, of a rule that moves it. */
  momentumAt?(t: number): number;
}

/** The variables of an expression in a step. */
export const doneBefore = (step: Step): Done => ({ step: stepsDone(step), epoch: epochsDone(step) });

/** Starts a schedule that is one rule on one optimizer. */
export function startRule(conf: { readonly interval: Interval }, rule: ClosedRule, lr: number): Schedule {
  const { momentumAt } = rule;
  return {
    lr: (step) => rule.at(counter(conf, step), lr, doneBefore(step)),
    ...(momentumAt ? { momentum: (step) => momentumAt(counter(conf, step)) } : {}),
  };
}
