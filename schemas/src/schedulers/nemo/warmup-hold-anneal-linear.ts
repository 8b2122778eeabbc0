import { defineScheduler } from '../scheduler.js';
import { decayConflicts } from './conflicts.js';
import { holdKeys, lastEpoch, maxSteps, minLr, warmupKeys } from './keys.js';
import { endOf, staged, stagesOf, warmupEnd } from './stages.js';

/** NeMo's warm-up, hold and straight line. */
export const warmupHoldAnnealLinear = defineScheduler({
  type: 'nemo.WarmupHoldAnnealLinear',
  aliases: [],
  conf: () => ({
    max_steps: maxSteps(),
    ...warmupKeys(),
    ...holdKeys(),
    min_lr: minLr(0),
    last_epoch: lastEpoch(),
  }),
  summary: 'Linear warm-up, a hold at optim_conf.lr, then a straight line to min_lr at max_steps.',
  formula:
    't = real_step - 1; h = warmup_steps + hold_steps, or 0 without hold keys; warm-up: lr = optim_conf.lr * (t + 1) / (warmup_steps + 1) while t <= warmup_steps; optim_conf.lr until h; then lr = optim_conf.lr - (optim_conf.lr - min_lr) * (t - h) / (max_steps - h); min_lr once t > max_steps',
  reference: {
    title: 'MiniCPM: Unveiling the Potential of Small Language Models with Scalable Training Strategies',
    authors: 'Hu et al.',
    year: 2024,
    url: 'https://arxiv.org/abs/2404.06395',
  },
  stateless: true,
  example: { conf: { max_steps: 10_000, warmup_steps: 500, hold_steps: 7000 }, lr: 1e-3, steps: 10_000 },
  warmupEnd,
  end: endOf,
  check: (conf) => decayConflicts(conf, 'hold'),
  start(conf, { lr }) {
    const stages = stagesOf(conf);
    const range = lr - conf.min_lr;
    return staged(
      stages,
      lr,
      conf.min_lr,
      (t) => lr - range * ((t - stages.hold) / (conf.max_steps - stages.hold)),
    );
  },
});
