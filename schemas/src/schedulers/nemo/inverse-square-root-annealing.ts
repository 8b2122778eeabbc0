import { defineScheduler } from '../scheduler.js';
import { lengthConflicts } from './conflicts.js';
import { lastEpoch, minLr, openMaxSteps, warmupKeys } from './keys.js';
import { nemoFile } from './reference.js';
import { endOf, staged, stagesOf, warmupEnd } from './stages.js';

/** NeMo's inverse square root with its peak at optim_conf.lr. */
export const inverseSquareRootAnnealing = defineScheduler({
  type: 'nemo.InverseSquareRootAnnealing',
  aliases: [],
  conf: () => ({
    max_steps: openMaxSteps(),
    ...warmupKeys(),
    min_lr: minLr(0).meta({
      description: 'The learning rate after max_steps. It is no floor of the decay.',
      unit: 'learning rate',
    }),
    last_epoch: lastEpoch(),
  }),
  summary:
    'Linear warm-up to optim_conf.lr, then decay with the inverse square root of the real step until max_steps.',
  formula:
    't = real_step - 1; warm-up: lr = optim_conf.lr * (t + 1) / (warmup_steps + 1) while t <= warmup_steps; then lr = optim_conf.lr * ((warmup_steps + 1) / (t + 1))^0.5; min_lr once t > max_steps',
  reference: nemoFile,
  stateless: true,
  example: { conf: { max_steps: 50_000, warmup_steps: 5000 }, lr: 1e-3, steps: 50_000 },
  warmupEnd,
  end: endOf,
  check: lengthConflicts,
  start(conf, { lr }) {
    const stages = stagesOf(conf);
    return staged(stages, lr, conf.min_lr, (t) => lr / Math.sqrt((t + 1) / (stages.warmup + 1)));
  },
});
