import type { Reference } from '../../fields.js';
import { choice, number, numberOrOne, onlyNumber, whole } from '../kinds.js';
import type { Step } from '../scheduler.js';
import { stepsDone } from '../step-count.js';

/** The file whose classes these are. */
export const deepspeedFile: Reference = {
  title: 'DeepSpeed, deepspeed/runtime/lr_schedules.py',
  authors: 'Microsoft',
  year: 2020,
  url: 'https://github.com/deepspeedai/DeepSpeed',
};

/** The length and the shape of the warm-up. */
export const warmupKeys = () => ({
  warmup_num_steps: number('warmup_num_steps')
    .default(1000)
    .meta({ description: 'Length of the warm-up. DeepSpeed takes 2 for less.', unit: 'real steps' }),
  warmup_type: choice('warmup_type', ['log', 'linear']).default('log').meta({
    description:
      'log: the learning rate rises with the logarithm of the step, steeply at first; linear: in a line.',
  }),
  last_batch_iteration: whole('last_batch_iteration', {
    min: -1,
    max: -1,
    why: 'A resumed run goes on by itself. Remove it.',
  })
    .default(-1)
    .meta({
      description: 'Where DeepSpeed starts to count: -1, at the start.',
      unit: 'real steps',
      noEffect: 'only -1 can be written, which is the default.',
    }),
});

/** The ends of the warm-up, of the schedules that do not take optim_conf.lr for the upper one. */
export const rangeKeys = () => ({
  warmup_min_lr: numberOrOne('warmup_min_lr')
    .default(0)
    .meta({ description: 'The learning rate at the start of the warm-up.', unit: 'learning rate' }),
  warmup_max_lr: numberOrOne('warmup_max_lr').default(0.001).meta({
    description: 'The learning rate at the end of the warm-up; optim_conf.lr has no effect.',
    unit: 'learning rate',
  }),
});

/** Why optim_conf.lr has no effect with `rangeKeys`. */
export const rangeIgnoresLr = ({ warmup_max_lr: max }: { readonly warmup_max_lr: number | number[] }) =>
  `The peak is warmup_max_lr (${onlyNumber(max)}), whatever optim_conf.lr is.`;

interface Warmup {
  readonly warmup_num_steps: number;
  readonly warmup_type: 'log' | 'linear';
}

/** The length of the warm-up that DeepSpeed takes. */
export const warmupLength = (conf: Warmup): number => Math.max(2, conf.warmup_num_steps);

/** The share of the warm-up that is done in call `n`, from 0; undefined past it. */
export function warmupShare(conf: Warmup, n: number): number | undefined {
  const length = warmupLength(conf);
  if (n >= length) return undefined;
  return conf.warmup_type === 'log' ? (1 / Math.log(length)) * Math.log(n + 1) : n / length;
}

/** The real step at which the warm-up reaches its peak, a step earlier with the logarithm, which counts from 1. */
export const warmupEnd = (conf: Warmup): number =>
  Math.ceil(warmupLength(conf)) + (conf.warmup_type === 'log' ? 1 : 2);

/** DeepSpeed's counter at a real step: -1 at the first, as its first call of step() comes after it and counts 0. */
export const counted = (step: Step): number => stepsDone(step) - 1;
