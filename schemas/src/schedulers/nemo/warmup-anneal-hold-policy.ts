import { defineScheduler } from '../scheduler.js';
import { stepsDone } from '../step-count.js';
import { lengthConflicts } from './conflicts.js';
import { constantKeys, lastEpoch, maxSteps, minLr, warmupKeys } from './keys.js';
import { nemoFile } from './reference.js';
import { endOf, lengthOf, stagesOf, warmupEnd } from './stages.js';

/** The base of NeMo's cosine by itself: warm-up, constant, and min_lr for the last updates. */
export const warmupAnnealHoldPolicy = defineScheduler({
  type: 'nemo.WarmupAnnealHoldPolicy',
  aliases: [],
  conf: () => ({
    max_steps: maxSteps(),
    ...warmupKeys(),
    ...constantKeys(),
    min_lr: minLr(0).meta({
      description: 'The learning rate of the last constant_steps before max_steps, and after max_steps.',
      unit: 'learning rate',
    }),
    last_epoch: lastEpoch(),
  }),
  summary: 'Linear warm-up, then optim_conf.lr; min_lr for the last constant_steps and after max_steps.',
  formula:
    't = real_step - 1; lr = optim_conf.lr * (t + 1) / (warmup_steps + 1) while t <= warmup_steps; then optim_conf.lr; min_lr once t > max_steps - constant_steps',
  reference: nemoFile,
  stateless: true,
  example: {
    conf: { max_steps: 9000, warmup_steps: 1000, constant_steps: 1000, min_lr: 1e-4 },
    lr: 1e-3,
    steps: 10_000,
  },
  warmupEnd,
  end: endOf,
  check: lengthConflicts,
  start(conf, { lr }) {
    const { warmup } = stagesOf(conf);
    const constant = lengthOf(conf.constant_steps, conf.constant_ratio, conf.max_steps) ?? 0;
    const decay = conf.max_steps - (constant + warmup);
    return {
      lr(step) {
        const t = stepsDone(step);
        if (warmup > 0 && t <= warmup) return lr * ((t + 1) / (warmup + 1));
        return t > warmup + decay ? conf.min_lr : lr;
      },
    };
  },
});
