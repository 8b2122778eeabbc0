import * as z from 'zod';
import { shown } from '../../messages.js';
import { number } from '../kinds.js';

/** `num_warmup_steps`, which the origin requires. */
export const numWarmupSteps = () =>
  number('num_warmup_steps').meta({
    description: 'Length of the warm-up: the learning rate rises from 0 to optim_conf.lr. 0 for none.',
    unit: 'real steps',
  });

/** `num_training_steps`, which the origin requires: its Trainer fills in the length of the training. */
export const numTrainingSteps = () =>
  number('num_training_steps').meta({
    description: 'Length of the whole schedule, warm-up included.',
    unit: 'real steps',
  });

/** `num_cycles` of a cosine. */
export const cosineCycles = () =>
  number('num_cycles').default(0.5).meta({
    description: 'Waves of the cosine between the end of the warm-up and num_training_steps; 0.5 falls once.',
    unit: 'waves',
  });

/** `last_epoch`, which only its default leaves usable where the optimizer is new. */
export const lastEpoch = () =>
  z
    .literal(-1, {
      error: ({ input }) =>
        `last_epoch is ${shown(input)}: torch stops with a KeyError, since a new optimizer has no initial_lr. Remove it: a resumed run goes on from its checkpoint.`,
    })
    .default(-1)
    .meta({
      description: 'Where the origin resumes.',
      unit: 'real steps',
      noEffect: 'a resumed run goes on from its checkpoint.',
    });

/** `min_lr` and `min_lr_rate` of the cosines that end above 0. */
export const minLrFields = () => ({
  min_lr: number('min_lr').nullable().default(null).meta({
    description: 'Learning rate at the end of the cosine. Give this or min_lr_rate.',
    unit: 'learning rate',
  }),
  min_lr_rate: number('min_lr_rate').nullable().default(null).meta({
    description: 'Learning rate at the end of the cosine as a share of optim_conf.lr. Give this or min_lr.',
    unit: 'share of optim_conf.lr',
  }),
});
