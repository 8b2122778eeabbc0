import * as z from 'zod';
import { wrongType } from '../messages.js';
import { defineScheduler } from './scheduler.js';

/** SpeeChain's exponential decay, as its code computes it: it compounds on the current learning rate at every step. */
export const exponentDecay = defineScheduler({
  type: 'exp.ExponentDecayLr',
  aliases: [],
  speechain: 'exp.ExponentDecayLr',
  conf: () => ({
    decay_factor: z
      .number({ error: wrongType('decay_factor', 'a number', 'it is raised to a power') })
      .default(0.999)
      .meta({
        description:
          'Base of the decay. At each step the learning rate is multiplied by decay_factor^(epoch - 1): epoch 1 is flat, then the decay compounds at every step.',
        unit: 'ratio',
      }),
  }),
  repr: ['decay_factor'],
  summary: 'Multiplies the current learning rate by decay_factor^(epoch - 1) at every step.',
  formula: 'lr = current_lr * decay_factor^(epoch - 1)',
  reference: { title: 'SpeeChain, speechain/optim_sche/exp.py', year: 2023 },
  stateless: false,
  example: { conf: { decay_factor: 0.999 }, lr: 1e-3, steps: 2000, stepsPerEpoch: 500 },
  start: (conf) => ({ lr: ({ currentLr, epoch }) => currentLr * conf.decay_factor ** (epoch - 1) }),
});
