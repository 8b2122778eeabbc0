import type { Conflict } from '../../optimizers/optimizer.js';
import type { OptimizerAround } from '../scheduler.js';
import type { Lengths } from './stages.js';
import { stagesOf } from './stages.js';

const given = (value: number | null | undefined): value is number => value !== null && value !== undefined;

/** A length given twice, and a share of an unknown whole. */
export function lengthConflicts(conf: Lengths): Conflict[] {
  const conflicts: Conflict[] = [];
  for (const stage of ['warmup', 'hold', 'constant'] as const) {
    const [steps, ratio] = [`${stage}_steps`, `${stage}_ratio`] as const;
    if (!given(conf[ratio])) continue;
    if (given(conf[steps]))
      conflicts.push({
        path: [ratio],
        message: `${stage === 'constant' ? 'Either use constant_steps or constant_ratio' : 'Either use particular number of step or ratio'}: ${steps} is ${conf[steps]} and ${ratio} is ${conf[ratio]}. Remove one of the two.`,
      });
    else if (conf.max_steps === null)
      conflicts.push({
        path: [ratio],
        message: `If there is a ratio, there should be a total steps: ${ratio} is ${conf[ratio]}, but max_steps is null. Write max_steps, or ${steps} instead.`,
      });
  }
  return conflicts;
}

/** Whether some update is annealed: past warm-up and hold, and not past max_steps. */
export function anneals(conf: Lengths): boolean {
  const { warmup, hold, max } = stagesOf(conf);
  if (max === null) return true;
  const first = Math.max(warmup > 0 ? warmup + 1 : 0, hold);
  return first <= max;
}

/** `lengthConflicts`, and a decay of no length: the update at which warm-up or hold meet max_steps divides by 0. */
export function decayConflicts(conf: Lengths, start: 'warmup' | 'hold' | 'later' | 'none'): Conflict[] {
  const conflicts = lengthConflicts(conf);
  const { warmup, hold, max } = stagesOf(conf);
  if (conflicts.length > 0 || max === null || !anneals(conf)) return conflicts;
  const from = { warmup, hold, later: Math.max(warmup, hold), none: 0 }[start];
  if (max !== from) return conflicts;
  return [
    {
      path: ['max_steps'],
      message: `max_steps is ${max}, which leaves no update for the decay (it starts after ${from}): NeMo stops with a ZeroDivisionError. Write a larger max_steps.`,
    },
  ];
}

/** A min_lr above the learning rate from which the schedule is to decay; `equal`: NeMo refuses the same value too. */
export function minLrConflicts(minLr: number, { lr }: OptimizerAround, equal = false): Conflict[] {
  if (equal && lr === minLr)
    return [
      {
        path: ['min_lr'],
        message: `min_lr is ${minLr}, the same as optim_conf.lr: with constant_steps NeMo stops with an AssertionError (max_lr > min_lr). Write a smaller min_lr.`,
      },
    ];
  if (lr >= minLr) return [];
  return [
    {
      path: ['min_lr'],
      message: `NeMo says: "received an initial learning rate that was lower than the minimum learning rate": optim_conf.lr is ${lr}, min_lr is ${minLr}. Write a smaller min_lr or a larger lr.`,
    },
  ];
}

/** A max_steps of null with which NeMo compares, and stops. */
export function endlessConflicts(conf: Lengths): Conflict[] {
  if (conf.max_steps !== null) return [];
  return [
    {
      path: ['max_steps'],
      message:
        'max_steps is null: NeMo compares the updates done with it and stops with a TypeError. Write the number of updates of the whole training.',
    },
  ];
}
