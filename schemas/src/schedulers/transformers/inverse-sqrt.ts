import { number } from '../kinds.js';
import { defineScheduler } from '../scheduler.js';
import { stepsDone } from '../step-count.js';
import { lastEpoch, numWarmupSteps } from './fields.js';
import { rise, warmupEnd } from './shape.js';

/** transformers' get_inverse_sqrt_schedule. */
export const inverseSqrt = defineScheduler({
  type: 'transformers.inverse_sqrt',
  aliases: [],
  conf: () => ({
    num_warmup_steps: numWarmupSteps(),
    timescale: number('timescale', {
      above: 0,
      why: 'The decay is the square root of a share of it: write the number of real steps in which the learning rate falls by 1/sqrt(2), or null.',
    })
      .nullable()
      .default(null)
      .meta({
        description:
          'How slow the decay is: timescale real steps after the warm-up the learning rate is optim_conf.lr / sqrt(2). null: num_warmup_steps, or 10000 without a warm-up.',
        unit: 'real steps',
      }),
    last_epoch: lastEpoch(),
  }),
  summary: 'Linear warm-up from 0, then decay with the inverse square root of the real step.',
  formula:
    'lr = optim_conf.lr * t / num_warmup_steps in the warm-up, then optim_conf.lr / sqrt((t - num_warmup_steps + timescale) / timescale); t = real_step - 1',
  reference: {
    title: 'Scaling Vision Transformers, section 3.5',
    authors: 'Zhai et al.',
    year: 2022,
    url: 'https://arxiv.org/abs/2106.04560',
  },
  stateless: true,
  example: { conf: { num_warmup_steps: 4000 }, lr: 2e-3, steps: 20_000 },
  warmupEnd,
  check: ({ num_warmup_steps: warmup, timescale }) =>
    timescale === null && warmup < 0
      ? [
          {
            path: ['num_warmup_steps'],
            message: `num_warmup_steps is ${warmup} and is also the timescale of the decay: transformers stops with a ZeroDivisionError. Write 0 or more, or a timescale.`,
          },
        ]
      : [],
  start({ num_warmup_steps: warmup, timescale }, { lr }) {
    const scale = timescale ?? (warmup || 10_000);
    const shift = scale - warmup;
    return {
      lr(step) {
        const t = stepsDone(step);
        return lr * (t < warmup ? rise(t, warmup) : 1 / Math.sqrt((t + shift) / scale));
      },
    };
  },
});
