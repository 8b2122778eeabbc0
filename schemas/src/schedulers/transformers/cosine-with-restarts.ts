import { number } from '../kinds.js';
import { modulo } from '../python-arithmetic.js';
import { defineScheduler } from '../scheduler.js';
import { stepsDone } from '../step-count.js';
import { lastEpoch, numTrainingSteps, numWarmupSteps } from './fields.js';
import { progress, rise, trainingEnd, warmupEnd } from './shape.js';

/** transformers' get_cosine_with_hard_restarts_schedule_with_warmup. */
export const cosineWithRestarts = defineScheduler({
  type: 'transformers.cosine_with_restarts',
  aliases: [],
  conf: () => ({
    num_warmup_steps: numWarmupSteps(),
    num_training_steps: numTrainingSteps(),
    num_cycles: number('num_cycles').default(1).meta({
      description: 'How often the cosine falls from optim_conf.lr to 0 until num_training_steps.',
      unit: 'falls',
    }),
    last_epoch: lastEpoch(),
  }),
  summary: 'Linear warm-up from 0, then num_cycles cosines to 0, each starting anew at the peak.',
  formula:
    'lr = optim_conf.lr * t / num_warmup_steps in the warm-up, then optim_conf.lr * 0.5 * (1 + cos(pi * ((num_cycles * p) mod 1))), p = (t - num_warmup_steps) / (num_training_steps - num_warmup_steps); 0 from num_training_steps on; t = real_step - 1',
  reference: {
    title: 'SGDR: Stochastic Gradient Descent with Warm Restarts',
    authors: 'Loshchilov and Hutter',
    year: 2017,
    url: 'https://arxiv.org/abs/1608.03983',
  },
  stateless: true,
  example: {
    conf: { num_warmup_steps: 1000, num_training_steps: 21_000, num_cycles: 4 },
    lr: 3e-4,
    steps: 21_000,
  },
  warmupEnd,
  end: trainingEnd,
  start({ num_warmup_steps: warmup, num_training_steps: training, num_cycles }, { lr }) {
    return {
      lr(step) {
        const t = stepsDone(step);
        if (t < warmup) return lr * rise(t, warmup);
        const done = progress(t, warmup, training);
        if (done >= 1) return 0;
        return lr * Math.max(0, 0.5 * (1 + Math.cos(Math.PI * modulo(num_cycles * done, 1))));
      },
    };
  },
});
