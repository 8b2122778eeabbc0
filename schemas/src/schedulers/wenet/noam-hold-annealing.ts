import { noamHoldConflicts, noamHoldKeys, noamHoldLr, squeezeformer } from '../nemo/noam-hold-annealing.js';
import { endOf, stagesOf } from '../nemo/stages.js';
import { defineScheduler } from '../scheduler.js';
import { counted } from './step-count.js';

/** WeNet's copy of NeMo's NoamHoldAnnealing, one update later. */
export const noamHoldAnnealing = defineScheduler({
  type: 'wenet.NoamHoldAnnealing',
  aliases: [],
  conf: noamHoldKeys,
  summary:
    'Linear warm-up to optim_conf.lr, a hold there, then decay with a power of the real step: Squeezeformer in WeNet.',
  formula:
    't = max(0, real_step - 2); warm-up: lr = optim_conf.lr * (t + 1) / (warmup_steps + 1) while t <= warmup_steps; optim_conf.lr until warmup_steps + hold_steps; then lr = max(min_lr, optim_conf.lr * max(1, warmup_steps^decay_rate) / max(1, (t - hold_steps)^decay_rate)); min_lr once t > max_steps',
  reference: squeezeformer,
  stateless: true,
  example: {
    conf: { max_steps: 87_960, warmup_ratio: 0.2, hold_ratio: 0.3, decay_rate: 1, min_lr: 1e-5 },
    lr: 1e-3,
    steps: 87_960,
  },
  warmupEnd(conf) {
    const { warmup } = stagesOf(conf);
    return warmup > 0 ? warmup + 2 : undefined;
  },
  end: endOf,
  check: noamHoldConflicts,
  start(conf, { lr }) {
    const at = noamHoldLr(conf, lr);
    return { lr: (step) => at(counted(step)) };
  },
});
