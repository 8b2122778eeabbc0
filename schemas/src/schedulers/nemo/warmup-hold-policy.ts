import { defineScheduler } from '../scheduler.js';
import { endlessConflicts, lengthConflicts } from './conflicts.js';
import { holdKeys, lastEpoch, minLr, openMaxSteps, warmupKeys } from './keys.js';
import { nemoFile } from './reference.js';
import { endOf, staged, stagesOf, warmupEnd } from './stages.js';

/** NeMo's base policy with a hold, by itself: after the hold it stays constant. */
export const warmupHoldPolicy = defineScheduler({
  type: 'nemo.WarmupHoldPolicy',
  aliases: [],
  conf: () => ({
    ...warmupKeys(),
    ...holdKeys(),
    max_steps: openMaxSteps().default(null).meta({
      description: 'Updates of the whole training. After them the learning rate is min_lr.',
      unit: 'real steps',
    }),
    min_lr: minLr(0),
    last_epoch: lastEpoch(),
  }),
  summary:
    'Linear warm-up, then constant until max_steps or the end of the hold, whichever is later; then min_lr.',
  formula:
    't = real_step - 1; lr = optim_conf.lr * (t + 1) / (warmup_steps + 1) while t <= warmup_steps; then optim_conf.lr; min_lr once t > max_steps and t >= warmup_steps + hold_steps',
  reference: nemoFile,
  stateless: true,
  example: { conf: { warmup_steps: 1000, hold_steps: 4000, max_steps: 9000 }, lr: 1e-3, steps: 10_000 },
  warmupEnd,
  end: endOf,
  check: (conf) => [...lengthConflicts(conf), ...endlessConflicts(conf)],
  start: (conf, { lr }) => staged(stagesOf(conf), lr, conf.min_lr, () => lr),
});
