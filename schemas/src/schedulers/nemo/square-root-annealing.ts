import { defineScheduler } from '../scheduler.js';
import { decayConflicts } from './conflicts.js';
import { lastEpoch, maxSteps, minLr, warmupKeys } from './keys.js';
import { nemoFile } from './reference.js';
import { endOf, staged, stagesOf, warmupEnd } from './stages.js';

/** NeMo's decay with the square root of what is left of the training. */
export const squareRootAnnealing = defineScheduler({
  type: 'nemo.SquareRootAnnealing',
  aliases: [],
  conf: () => ({ max_steps: maxSteps(), ...warmupKeys(), min_lr: minLr(0), last_epoch: lastEpoch() }),
  summary:
    'Linear warm-up, then decay with the square root of the share of updates that is left. The decay counts from the start of training, so it steps down after the warm-up.',
  formula:
    't = real_step - 1; warm-up: lr = optim_conf.lr * (t + 1) / (warmup_steps + 1) while t <= warmup_steps; then lr = max(min_lr, optim_conf.lr * ((max_steps - t) / max_steps)^0.5); min_lr once t > max_steps',
  reference: nemoFile,
  stateless: true,
  example: { conf: { max_steps: 10_000, warmup_steps: 1000 }, lr: 1e-3, steps: 10_000 },
  warmupEnd,
  end: endOf,
  check: (conf) => decayConflicts(conf, 'none'),
  start: (conf, { lr }) =>
    staged(stagesOf(conf), lr, conf.min_lr, (t) =>
      Math.max(lr * Math.sqrt((conf.max_steps - t) / conf.max_steps), conf.min_lr),
    ),
});
