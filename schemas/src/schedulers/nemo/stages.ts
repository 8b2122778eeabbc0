import type { Schedule, ScheduleEnd } from '../scheduler.js';
import { stepsDone } from '../step-count.js';

/** The keys that give lengths; a class has some of them. */
export interface Lengths {
  readonly warmup_steps?: number | null;
  readonly warmup_ratio?: number | null;
  readonly hold_steps?: number | null;
  readonly hold_ratio?: number | null;
  readonly constant_steps?: number | null;
  readonly constant_ratio?: number | null;
  readonly max_steps: number | null;
}

/** Where the stages of a schedule end, in updates done. */
export interface Stages {
  /** End of the warm-up; 0: there is none. */
  readonly warmup: number;
  /** End of the hold, warm-up included; 0: no hold was asked for, which NeMo tells from a hold of no length. */
  readonly hold: number;
  readonly max: number | null;
}

/** A length in updates: the number itself, or the share of max_steps rounded towards 0; undefined without both. */
export function lengthOf(
  steps: number | null | undefined,
  ratio: number | null | undefined,
  max: number | null,
): number | undefined {
  if (steps !== null && steps !== undefined) return steps;
  if (ratio === null || ratio === undefined || max === null) return undefined;
  return Math.trunc(ratio * max);
}

/** The stages that a conf asks for, as NeMo's constructors compute them. */
export function stagesOf(conf: Lengths): Stages {
  const warmup = lengthOf(conf.warmup_steps, conf.warmup_ratio, conf.max_steps) ?? 0;
  const held = lengthOf(conf.hold_steps, conf.hold_ratio, conf.max_steps);
  return { warmup, hold: held === undefined ? 0 : held + warmup, max: conf.max_steps };
}

/**
 * The learning rate of NeMo's WarmupPolicy and WarmupHoldPolicy: warm-up, hold, `anneal(updates done)`, and min_lr
 * past max_steps. The warm-up starts at lr / (warmup + 1), not at 0.
 */
export function stagedLr(
  { warmup, hold, max }: Stages,
  lr: number,
  minLr: number,
  anneal: (t: number) => number,
) {
  return (t: number): number => {
    if (warmup > 0 && t <= warmup) return lr * ((t + 1) / (warmup + 1));
    if (t >= warmup && t < hold) return lr;
    if (max !== null && t > max) return minLr;
    return anneal(t);
  };
}

/** `stagedLr` as a Schedule. */
export function staged(stages: Stages, lr: number, minLr: number, anneal: (t: number) => number): Schedule {
  const at = stagedLr(stages, lr, minLr, anneal);
  return { lr: (step) => at(stepsDone(step)) };
}

/** The real step at which the warm-up reaches its peak; undefined without a warm-up. */
export function warmupEnd(conf: Lengths): number | undefined {
  const { warmup } = stagesOf(conf);
  return warmup > 0 ? warmup + 1 : undefined;
}

/** The end that max_steps sets. */
export const endOf = ({ max_steps: max }: Lengths): ScheduleEnd | undefined =>
  max === null ? undefined : { key: 'max_steps', at: max, unit: 'real steps' };
