import type { Conflict } from '../../optimizers/optimizer.js';
import type { OptimizerAround, ScheduleEnd } from '../scheduler.js';

/** The warm-up's factor in the origin's counter `t` (updates done): `t / max(1, warmup)`. */
export const rise = (t: number, warmup: number): number => t / Math.max(1, warmup);

/** How far the part after the warm-up has come: 0 at its begin, 1 at `training`, more after it. */
export const progress = (t: number, warmup: number, training: number): number =>
  (t - warmup) / Math.max(1, training - warmup);

/** A cosine from 1, in `cycles` waves; its operations in the origin's order, since 1 + cos cancels near its end. */
export const cosineWave = (cycles: number, at: number): number =>
  0.5 * (1 + Math.cos(Math.PI * cycles * 2 * at));

/** The real step whose update has the peak: the origin counts from 0. */
export const warmupEnd = ({ num_warmup_steps }: { readonly num_warmup_steps: number }): number | undefined =>
  num_warmup_steps > 0 ? num_warmup_steps + 1 : undefined;

/** The end that `num_training_steps` says. */
export const trainingEnd = ({
  num_training_steps,
}: {
  readonly num_training_steps: number;
}): ScheduleEnd => ({ key: 'num_training_steps', at: num_training_steps, unit: 'real steps' });

interface MinLr {
  readonly min_lr: number | null;
  readonly min_lr_rate: number | null;
}

/** Exactly one of `min_lr` and `min_lr_rate` is given, and a rate can be made of it. */
export function minLrConflicts({ min_lr, min_lr_rate }: MinLr, { lr }: OptimizerAround): Conflict[] {
  if (min_lr !== null && min_lr_rate !== null)
    return [
      {
        path: ['min_lr'],
        message: `min_lr is ${min_lr} and min_lr_rate is ${min_lr_rate}: transformers stops with "Only one of min_lr or min_lr_rate should be set". Remove one of them.`,
      },
    ];
  if (min_lr === null && min_lr_rate === null)
    return [
      {
        path: ['min_lr'],
        message:
          'min_lr and min_lr_rate are missing: transformers stops with "One of min_lr or min_lr_rate should be set". Write min_lr, the learning rate at the end, or min_lr_rate, its share of optim_conf.lr.',
      },
    ];
  if (min_lr !== null && lr === 0)
    return [
      {
        path: ['min_lr'],
        message: `min_lr is ${min_lr}, but optim_conf.lr is 0: transformers divides by it and stops with a ZeroDivisionError. Write an optim_conf.lr above 0.`,
      },
    ];
  return [];
}

/** The lowest factor of a cosine that ends above 0. */
export const minLrRate = ({ min_lr, min_lr_rate }: MinLr, lr: number): number =>
  min_lr === null ? (min_lr_rate ?? 0) : min_lr / lr;
