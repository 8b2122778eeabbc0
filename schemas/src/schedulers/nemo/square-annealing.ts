import { defineScheduler } from '../scheduler.js';
import { decayConflicts } from './conflicts.js';
import { lastEpoch, maxSteps, minLr, warmupKeys } from './keys.js';
import { nemoFile } from './reference.js';
import { endOf, staged, stagesOf, warmupEnd } from './stages.js';

/** NeMo's decay with the square of what is left of the training. */
export const squareAnnealing = defineScheduler({
  type: 'nemo.SquareAnnealing',
  aliases: [],
  conf: () => ({
    max_steps: maxSteps(),
    ...warmupKeys(),
    min_lr: minLr(1e-5),
    last_epoch: lastEpoch(),
  }),
  summary:
    'Linear warm-up, then decay with the square of the share of updates that is left, not below min_lr.',
  formula:
    't = real_step - 1; warm-up: lr = optim_conf.lr * (t + 1) / (warmup_steps + 1) while t <= warmup_steps; then lr = max(min_lr, optim_conf.lr * ((max_steps - t) / (max_steps - warmup_steps))^2); min_lr once t > max_steps',
  reference: nemoFile,
  stateless: true,
  example: { conf: { max_steps: 10_000, warmup_steps: 1000 }, lr: 1e-3, steps: 10_000 },
  warmupEnd,
  end: endOf,
  check: (conf) => decayConflicts(conf, 'warmup'),
  start(conf, { lr }) {
    const stages = stagesOf(conf);
    const length = conf.max_steps - stages.warmup;
    return staged(stages, lr, conf.min_lr, (t) =>
      Math.max(lr * ((length - (t - stages.warmup)) / length) ** 2, conf.min_lr),
    );
  },
});
