import { defineScheduler } from '../scheduler.js';
import { stepsDone } from '../step-count.js';
import { cosineCycles, lastEpoch, numTrainingSteps, numWarmupSteps } from './fields.js';
import { cosineWave, progress, rise, trainingEnd, warmupEnd } from './shape.js';

/** transformers' get_cosine_schedule_with_warmup. Past its end the cosine goes on, and so rises again. */
export const cosine = defineScheduler({
  type: 'transformers.cosine',
  aliases: [],
  conf: () => ({
    num_warmup_steps: numWarmupSteps(),
    num_training_steps: numTrainingSteps(),
    num_cycles: cosineCycles(),
    last_epoch: lastEpoch(),
  }),
  summary: 'Linear warm-up from 0, then a cosine to 0; past num_training_steps it rises again.',
  formula:
    'lr = optim_conf.lr * t / num_warmup_steps in the warm-up, then optim_conf.lr * 0.5 * (1 + cos(2 * pi * num_cycles * (t - num_warmup_steps) / (num_training_steps - num_warmup_steps))); t = real_step - 1',
  reference: {
    title: 'SGDR: Stochastic Gradient Descent with Warm Restarts',
    authors: 'Loshchilov and Hutter',
    year: 2017,
    url: 'https://arxiv.org/abs/1608.03983',
  },
  stateless: true,
  example: { conf: { num_warmup_steps: 2000, num_training_steps: 20_000 }, lr: 3e-4, steps: 20_000 },
  warmupEnd,
  end: trainingEnd,
  start({ num_warmup_steps: warmup, num_training_steps: training, num_cycles }, { lr }) {
    return {
      lr(step) {
        const t = stepsDone(step);
        if (t < warmup) return lr * rise(t, warmup);
        return lr * Math.max(0, cosineWave(num_cycles, progress(t, warmup, training)));
      },
    };
  },
});
