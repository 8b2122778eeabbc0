import type * as z from 'zod';
import { choice, number, numberOrOne, onlyNumber, text } from './kinds.js';
import type { PlateauOptions } from './plateau.js';

/** The key that names the metric which drives a schedule; it is this project's own, the origins are handed the value. */
export const monitor = () =>
  text('monitor').nullable().default(null).meta({
    description:
      'Name of the validation metric that drives the schedule. null: the sum of this OptimScheduler’s losses on the validation data.',
  });

/** The keys of torch.optim.lr_scheduler.ReduceLROnPlateau, with torch's defaults and bounds, and `monitor`. */
export const plateauFields = () => ({
  monitor: monitor(),
  mode: choice('mode', ['min', 'max']).default('min').meta({
    description:
      'min: the metric should fall, and the learning rate is reduced when it stops falling; max: it should rise.',
  }),
  factor: number('factor', {
    below: 1,
    why: 'Torch says "Factor should be < 1.0.": the learning rate is multiplied by it. Write 0.1 to 0.9.',
  })
    .default(0.1)
    .meta({ description: 'What the learning rate is multiplied by on a plateau.', unit: 'factor' }),
  patience: number('patience').default(10).meta({
    description:
      'Validations without improvement that are let pass: the learning rate is reduced after the one that follows them.',
    unit: 'validations',
  }),
  threshold: number('threshold').default(1e-4).meta({
    description:
      'By how much a metric must pass the best one to count as an improvement (see threshold_mode).',
    unit: 'share of the best metric, or the metric’s own unit',
  }),
  threshold_mode: choice('threshold_mode', ['rel', 'abs']).default('rel').meta({
    description: 'rel: threshold is a share of the best metric; abs: it is a difference from it.',
  }),
  cooldown: number('cooldown').default(0).meta({
    description: 'Validations after a reduction that do not count as without improvement.',
    unit: 'validations',
  }),
  min_lr: numberOrOne('min_lr')
    .default(0)
    .meta({ description: 'The learning rate is not reduced below this.', unit: 'learning rate' }),
  eps: number('eps').default(1e-8).meta({
    description: 'A reduction by no more than this is not made.',
    unit: 'learning rate',
  }),
});

type PlateauConf = {
  readonly [Key in keyof ReturnType<typeof plateauFields>]: z.output<ReturnType<typeof plateauFields>[Key]>;
};

/** The arguments of `startPlateau` from a validated conf of `plateauFields`. */
export const plateauOptions = (conf: PlateauConf): PlateauOptions => ({
  ...conf,
  min_lr: onlyNumber(conf.min_lr),
});
