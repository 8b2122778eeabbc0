import { defineScheduler } from '../scheduler.js';
import { decayConflicts } from './conflicts.js';
import { holdKeys, lastEpoch, maxSteps, minLr, warmupKeys } from './keys.js';
import { endOf, staged, stagesOf, warmupEnd } from './stages.js';

/** NeMo's warm-up, hold and decay with one minus the square root. */
export const warmupHoldAnnealOneMinusSquareRoot = defineScheduler({
  type: 'nemo.WarmupHoldAnnealOneMinusSquareRoot',
  aliases: [],
  conf: () => ({
    max_steps: maxSteps(),
    ...warmupKeys(),
    ...holdKeys(),
    min_lr: minLr(0).meta({
      description: 'Floor of the decay, and the learning rate after max_steps.',
      unit: 'learning rate',
    }),
    last_epoch: lastEpoch(),
  }),
  summary:
    'Linear warm-up, a hold at optim_conf.lr, then decay with one minus the square root of the share of the decay that is done.',
  formula:
    't = real_step - 1; h = warmup_steps + hold_steps, or 0 without hold keys; warm-up: lr = optim_conf.lr * (t + 1) / (warmup_steps + 1) while t <= warmup_steps; optim_conf.lr until h; then lr = max(min_lr, optim_conf.lr * (1 - ((t - h) / (max_steps - h))^0.5)); min_lr once t > max_steps',
  reference: {
    title: 'Scaling Law with Learning Rate Annealing',
    authors: 'Tissue et al.',
    year: 2024,
    url: 'https://arxiv.org/abs/2408.11029',
  },
  stateless: true,
  example: { conf: { max_steps: 10_000, warmup_steps: 500, hold_steps: 7000 }, lr: 1e-3, steps: 10_000 },
  warmupEnd,
  end: endOf,
  check: (conf) => decayConflicts(conf, 'hold'),
  start(conf, { lr }) {
    const stages = stagesOf(conf);
    return staged(stages, lr, conf.min_lr, (t) => {
      const done = (t - stages.hold) / (conf.max_steps - stages.hold);
      return Math.max(conf.min_lr, lr * (1 - Math.sqrt(done)));
    });
  },
});
