import * as z from 'zod';
import { shown } from '../../messages.js';
import { flag, number } from '../kinds.js';
import { noiseFields } from './noise.js';

const time = 'epochs, or real steps with t_in_epochs: false';

/** The unit of everything that timm calls t. */
export const timeUnit = time;

/** The keys of the warm-up. */
export const warmupFields = (bounds: { readonly min?: number; readonly why?: string } = {}) => ({
  warmup_t: number('warmup_t', bounds).default(0).meta({
    description: 'Length of the linear warm-up. 0 for none.',
    unit: time,
  }),
  warmup_lr_init: number('warmup_lr_init', bounds).default(0).meta({
    description: 'Where the warm-up starts.',
    unit: 'learning rate',
  }),
});

/** Whether the warm-up goes before the schedule. */
export const warmupPrefix = (value: boolean) =>
  flag('warmup_prefix').default(value).meta({
    description:
      'true: the schedule starts after the warm-up; false: the warm-up takes the place of the schedule’s first part.',
  });

/** `initialize` of the constructors: with false they look for an earlier schedule's mark in the optimizer. */
export const initialize = () =>
  z
    .literal(true, {
      error: ({ input }) =>
        `initialize is ${shown(input)}, but must be true: with false timm takes the initial_lr that an earlier schedule left in the optimizer, and stops with "initial_lr missing from param_groups[0]" in a new training. Remove it.`,
    })
    .default(true)
    .meta({
      description: 'Whether the schedule starts from optim_conf.lr, as it must in a new training.',
      noEffect: 'only true can be written, which is the default.',
    });

/** What time is counted in, and the noise: the keys that stand at the end of every schedule of timm. */
export const commonFields = () => ({
  t_in_epochs: flag('t_in_epochs').default(true).meta({
    description:
      'true: time is epochs, and the learning rate changes between epochs; false: time is real steps.',
  }),
  ...noiseFields(),
  initialize: initialize(),
});

/** The formula with its warm-up. `top` is where the warm-up ends. */
export const warmedUp = (formula: string, top = 'optim_conf.lr'): string =>
  `lr = warmup_lr_init + (${top} - warmup_lr_init) * t / warmup_t while t < warmup_t; then ${formula}; t: epochs done (real steps with t_in_epochs: false)`;

/** What the schedule's own time is. */
export const ownTime = 's = t - warmup_t with warmup_prefix: true, else s = t';

/** The lowest learning rate. */
export const lrMin = () =>
  number('lr_min', {
    min: 0,
    why: 'timm stops with an AssertionError: a learning rate below 0 climbs the loss. Write 0 or more.',
  })
    .default(0)
    .meta({ description: 'Lowest learning rate.', unit: 'learning rate' });

/** The length of a (first) cycle. */
export const tInitial = (description: string) =>
  number('t_initial', {
    above: 0,
    why: 'timm stops with an AssertionError: the schedule needs a length. Write its number of epochs or real steps.',
  }).meta({ description, unit: time });

/** `k_decay` of cosine and polynomial. */
export const kDecay = () =>
  number('k_decay', {
    min: 0,
    why: 'A negative power of 0 at the start of a cycle stops timm with a ZeroDivisionError. Write 0.5 to 2.',
  })
    .default(1)
    .meta({
      description: 'Power of the time in a cycle: above 1 the decay starts later.',
      unit: 'power',
    });
