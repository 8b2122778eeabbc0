import type { Conflict } from '../../optimizers/optimizer.js';
import { number } from '../kinds.js';
import { defineScheduler } from '../scheduler.js';
import { stepsDone } from '../step-count.js';
import { lastEpoch, numTrainingSteps, numWarmupSteps } from './fields.js';
import { rise, trainingEnd, warmupEnd } from './shape.js';

/** transformers' get_polynomial_decay_schedule_with_warmup. */
export const polynomial = defineScheduler({
  type: 'transformers.polynomial',
  aliases: [],
  conf: () => ({
    num_warmup_steps: numWarmupSteps(),
    num_training_steps: numTrainingSteps(),
    lr_end: number('lr_end').default(1e-7).meta({
      description: 'Learning rate from num_training_steps on; it must be below optim_conf.lr.',
      unit: 'learning rate',
    }),
    power: number('power').default(1).meta({
      description: 'Power of the decay: 1 is linear, 2 falls fast first.',
      unit: 'power',
    }),
    last_epoch: lastEpoch(),
  }),
  summary: 'Linear warm-up from 0, then polynomial decay to lr_end.',
  formula:
    'lr = optim_conf.lr * t / num_warmup_steps in the warm-up, then lr_end + (optim_conf.lr - lr_end) * (1 - (t - num_warmup_steps) / (num_training_steps - num_warmup_steps))^power, then lr_end; t = real_step - 1',
  reference: {
    title:
      'transformers/optimization.py, get_polynomial_decay_schedule_with_warmup (after fairseq’s and BERT’s)',
  },
  stateless: true,
  example: {
    conf: { num_warmup_steps: 2000, num_training_steps: 20_000, lr_end: 1e-5, power: 2 },
    lr: 5e-4,
    steps: 20_000,
  },
  warmupEnd,
  end: trainingEnd,
  check({ num_warmup_steps: warmup, num_training_steps: training, lr_end, power }, { lr }) {
    const found: Conflict[] = [];
    if (!(lr > lr_end))
      found.push({
        path: ['lr_end'],
        message: `lr_end is ${lr_end}, but optim_conf.lr is ${lr}: transformers stops with "lr_end (${lr_end}) must be smaller than initial lr (${lr})". Write a smaller lr_end.`,
      });
    else if (lr === 0)
      found.push({
        path: ['lr_end'],
        message:
          'optim_conf.lr is 0: transformers divides by it and stops with a ZeroDivisionError. Write an optim_conf.lr above 0.',
      });
    // An update meets the end of the warm-up or of the decay exactly where that is a whole number.
    if (warmup === training && Number.isInteger(warmup) && warmup >= 0)
      found.push({
        path: ['num_training_steps'],
        message: `num_training_steps and num_warmup_steps are both ${training}: nothing is left to decay in, and transformers stops after the warm-up with a ZeroDivisionError. Write more training steps or fewer warm-up steps.`,
      });
    else if (power < 0 && Number.isInteger(training) && training > Math.max(warmup, -1))
      found.push({
        path: ['power'],
        message: `power is ${power}: at num_training_steps transformers raises 0 to it and stops with a ZeroDivisionError. Write a power of at least 0.`,
      });
    return found;
  },
  start({ num_warmup_steps: warmup, num_training_steps: training, lr_end, power }, { lr }) {
    return {
      lr(step) {
        const t = stepsDone(step);
        if (t < warmup) return lr * rise(t, warmup);
        if (t > training) return lr * (lr_end / lr);
        const remaining = 1 - (t - warmup) / (training - warmup);
        return lr * (((lr - lr_end) * remaining ** power + lr_end) / lr);
      },
    };
  },
});
