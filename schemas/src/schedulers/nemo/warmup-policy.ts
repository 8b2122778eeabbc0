import { defineScheduler } from '../scheduler.js';
import { lengthConflicts } from './conflicts.js';
import { lastEpoch, minLr, openMaxSteps, warmupKeys } from './keys.js';
import { nemoFile } from './reference.js';
import { endOf, staged, stagesOf, warmupEnd } from './stages.js';

/** NeMo's base policy by itself: warm-up, then constant. */
export const warmupPolicy = defineScheduler({
  type: 'nemo.WarmupPolicy',
  aliases: [],
  conf: () => ({
    ...warmupKeys(),
    max_steps: openMaxSteps().default(null).meta({
      description: 'Updates after which the learning rate is min_lr. null: the schedule has no end.',
      unit: 'real steps',
    }),
    min_lr: minLr(0),
    last_epoch: lastEpoch(),
  }),
  summary: 'Linear warm-up, then constant; min_lr after max_steps.',
  formula:
    't = real_step - 1; lr = optim_conf.lr * (t + 1) / (warmup_steps + 1) while t <= warmup_steps; then optim_conf.lr; min_lr once t > max_steps',
  reference: nemoFile,
  stateless: true,
  example: { conf: { warmup_steps: 1000, max_steps: 10_000 }, lr: 1e-3, steps: 10_000 },
  warmupEnd,
  end: endOf,
  check: lengthConflicts,
  start: (conf, { lr }) => staged(stagesOf(conf), lr, conf.min_lr, () => lr),
});
