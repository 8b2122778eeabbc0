import { defineScheduler } from '../scheduler.js';
import { decayConflicts } from './conflicts.js';
import { lastEpoch, maxSteps, minLr, warmupKeys } from './keys.js';
import { nemoFile } from './reference.js';
import { endOf, staged, stagesOf, warmupEnd } from './stages.js';

/** NeMo's straight line to min_lr. */
export const warmupAnnealing = defineScheduler({
  type: 'nemo.WarmupAnnealing',
  aliases: [],
  conf: () => ({ max_steps: maxSteps(), ...warmupKeys(), min_lr: minLr(0), last_epoch: lastEpoch() }),
  summary: 'Linear warm-up, then a straight line to min_lr at max_steps.',
  formula:
    't = real_step - 1; warm-up: lr = optim_conf.lr * (t + 1) / (warmup_steps + 1) while t <= warmup_steps; then lr = min_lr + (optim_conf.lr - min_lr) * (max_steps - t) / (max_steps - warmup_steps); min_lr once t > max_steps',
  reference: nemoFile,
  stateless: true,
  example: { conf: { max_steps: 10_000, warmup_steps: 1000 }, lr: 1e-3, steps: 10_000 },
  warmupEnd,
  end: endOf,
  check: (conf) => decayConflicts(conf, 'warmup'),
  start(conf, { lr }) {
    const stages = stagesOf(conf);
    const range = lr - conf.min_lr;
    return staged(stages, lr, conf.min_lr, (t) => {
      const done = (t - stages.warmup) / (conf.max_steps - stages.warmup);
      return conf.min_lr + (1 - done) * range;
    });
  },
});
