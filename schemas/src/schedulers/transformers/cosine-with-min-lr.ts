import { defineScheduler } from '../scheduler.js';
import { stepsDone } from '../step-count.js';
import { cosineCycles, lastEpoch, minLrFields, numTrainingSteps, numWarmupSteps } from './fields.js';
import { cosineWave, minLrConflicts, minLrRate, progress, rise, trainingEnd, warmupEnd } from './shape.js';

/** transformers' get_cosine_with_min_lr_schedule_with_warmup. */
export const cosineWithMinLr = defineScheduler({
  type: 'transformers.cosine_with_min_lr',
  aliases: [],
  conf: () => ({
    num_warmup_steps: numWarmupSteps(),
    num_training_steps: numTrainingSteps(),
    num_cycles: cosineCycles(),
    last_epoch: lastEpoch(),
    ...minLrFields(),
  }),
  summary:
    'Linear warm-up from 0, then a cosine to min_lr instead of 0; past num_training_steps it rises again.',
  formula:
    'lr = optim_conf.lr * t / num_warmup_steps in the warm-up, then optim_conf.lr * (r + (1 - r) * 0.5 * (1 + cos(2 * pi * num_cycles * (t - num_warmup_steps) / (num_training_steps - num_warmup_steps)))); r = min_lr_rate or min_lr / optim_conf.lr; t = real_step - 1',
  reference: {
    title: 'SGDR: Stochastic Gradient Descent with Warm Restarts',
    authors: 'Loshchilov and Hutter',
    year: 2017,
    url: 'https://arxiv.org/abs/1608.03983',
  },
  stateless: true,
  example: {
    conf: { num_warmup_steps: 2000, num_training_steps: 20_000, min_lr_rate: 0.1 },
    lr: 3e-4,
    steps: 20_000,
  },
  warmupEnd,
  end: trainingEnd,
  check: minLrConflicts,
  start(conf, { lr }) {
    const { num_warmup_steps: warmup, num_training_steps: training, num_cycles } = conf;
    const rate = minLrRate(conf, lr);
    return {
      lr(step) {
        const t = stepsDone(step);
        if (t < warmup) return lr * rise(t, warmup);
        const factor = cosineWave(num_cycles, progress(t, warmup, training));
        return lr * Math.max(0, factor * (1 - rate) + rate);
      },
    };
  },
});
