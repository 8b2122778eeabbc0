import { onlyNumber } from '../kinds.js';
import { defineScheduler } from '../scheduler.js';
import {
  counted,
  deepspeedFile,
  rangeIgnoresLr,
  rangeKeys,
  warmupEnd,
  warmupKeys,
  warmupShare,
} from './warmup.js';

/** DeepSpeed's warm-up, after which the learning rate stays. */
export const warmupLr = defineScheduler({
  type: 'deepspeed.WarmupLR',
  aliases: [],
  conf: () => ({ ...rangeKeys(), ...warmupKeys() }),
  summary: 'Logarithmic or linear warm-up to warmup_max_lr, then constant.',
  formula:
    'n = real_step - 2; lr = warmup_min_lr at real_step 1; then lr = warmup_min_lr + (warmup_max_lr - warmup_min_lr) * g; g = log(n + 1) / log(warmup_num_steps), or n / warmup_num_steps (linear), while n < warmup_num_steps, then 1',
  reference: deepspeedFile,
  stateless: true,
  example: { conf: { warmup_num_steps: 1000 }, lr: 1e-3, steps: 5000 },
  warmupEnd,
  ignoresLr: rangeIgnoresLr,
  start(conf) {
    const min = onlyNumber(conf.warmup_min_lr);
    const range = onlyNumber(conf.warmup_max_lr) - min;
    return {
      lr(step) {
        const n = counted(step);
        return n < 0 ? min : min + range * (warmupShare(conf, n) ?? 1);
      },
    };
  },
});
