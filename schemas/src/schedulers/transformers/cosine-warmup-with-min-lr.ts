import { number } from '../kinds.js';
import { defineScheduler } from '../scheduler.js';
import { stepsDone } from '../step-count.js';
import { cosineCycles, lastEpoch, minLrFields, numTrainingSteps } from './fields.js';
import { cosineWave, minLrConflicts, minLrRate, trainingEnd } from './shape.js';

/** transformers' get_cosine_with_min_lr_schedule_with_warmup_lr_rate: unlike its relatives it counts updates from 1. */
export const cosineWarmupWithMinLr = defineScheduler({
  type: 'transformers.cosine_warmup_with_min_lr',
  aliases: [],
  conf: () => ({
    num_warmup_steps: number('num_warmup_steps').meta({
      description: 'Length of the warm-up, whose last real step has optim_conf.lr. 0 for none.',
      unit: 'real steps',
    }),
    num_training_steps: numTrainingSteps(),
    num_cycles: cosineCycles(),
    last_epoch: lastEpoch(),
    ...minLrFields(),
    warmup_lr_rate: number('warmup_lr_rate').nullable().default(null).meta({
      description: 'Where the warm-up starts, as a share of optim_conf.lr. null: 1 / num_warmup_steps.',
      unit: 'share of optim_conf.lr',
    }),
  }),
  summary:
    'Linear warm-up from warmup_lr_rate, then a cosine to min_lr; past num_training_steps it rises again.',
  formula:
    'lr = optim_conf.lr * (w + (1 - w) * (real_step - 1) / (num_warmup_steps - 1)) in the warm-up, w = warmup_lr_rate or 1 / num_warmup_steps; then optim_conf.lr * (r + (1 - r) * 0.5 * (1 + cos(2 * pi * num_cycles * (real_step - num_warmup_steps) / (num_training_steps - num_warmup_steps)))); r = min_lr_rate or min_lr / optim_conf.lr',
  reference: {
    title: 'SGDR: Stochastic Gradient Descent with Warm Restarts',
    authors: 'Loshchilov and Hutter',
    year: 2017,
    url: 'https://arxiv.org/abs/1608.03983',
  },
  stateless: true,
  example: {
    conf: { num_warmup_steps: 2000, num_training_steps: 20_000, min_lr_rate: 0.1, warmup_lr_rate: 0.2 },
    lr: 3e-4,
    steps: 20_000,
  },
  warmupEnd: (conf) => (conf.num_warmup_steps > 0 ? conf.num_warmup_steps : undefined),
  end: trainingEnd,
  check: minLrConflicts,
  start(conf, { lr }) {
    const { num_warmup_steps: warmup, num_training_steps: training, num_cycles, warmup_lr_rate } = conf;
    const rate = minLrRate(conf, lr);
    const rise = (t: number) =>
      warmup_lr_rate === null
        ? (t + 1) / Math.max(1, warmup)
        : warmup_lr_rate + ((1 - warmup_lr_rate) * t) / Math.max(1, warmup - 1);
    return {
      lr(step) {
        const t = stepsDone(step);
        if (t < warmup) return lr * rise(t);
        const factor = cosineWave(num_cycles, (t - warmup + 1) / Math.max(1, training - warmup));
        return lr * Math.max(0, factor * (1 - rate) + rate);
      },
    };
  },
});
