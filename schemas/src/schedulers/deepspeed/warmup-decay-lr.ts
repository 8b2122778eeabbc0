import { number, onlyNumber } from '../kinds.js';
import { defineScheduler } from '../scheduler.js';
import {
  counted,
  deepspeedFile,
  rangeIgnoresLr,
  rangeKeys,
  warmupEnd,
  warmupKeys,
  warmupLength,
  warmupShare,
} from './warmup.js';

/** DeepSpeed's warm-up and linear decay. */
export const warmupDecayLr = defineScheduler({
  type: 'deepspeed.WarmupDecayLR',
  aliases: [],
  conf: () => ({
    total_num_steps: number('total_num_steps').meta({
      description: 'Updates of the whole training, at whose end the learning rate is warmup_min_lr.',
      unit: 'real steps',
    }),
    ...rangeKeys(),
    ...warmupKeys(),
  }),
  summary: 'Logarithmic or linear warm-up to warmup_max_lr, then a straight line back to warmup_min_lr.',
  formula:
    'n = real_step - 2; lr = warmup_min_lr at real_step 1; then lr = warmup_min_lr + (warmup_max_lr - warmup_min_lr) * g; g = log(n + 1) / log(warmup_num_steps), or n / warmup_num_steps (linear), while n < warmup_num_steps, then max(0, (total_num_steps - n) / (total_num_steps - warmup_num_steps))',
  reference: deepspeedFile,
  stateless: true,
  example: { conf: { total_num_steps: 10_000, warmup_num_steps: 1000 }, lr: 1e-3, steps: 10_000 },
  warmupEnd,
  end: (conf) => ({ key: 'total_num_steps', at: conf.total_num_steps, unit: 'real steps' }),
  ignoresLr: rangeIgnoresLr,
  start(conf) {
    const min = onlyNumber(conf.warmup_min_lr);
    const range = onlyNumber(conf.warmup_max_lr) - min;
    const total = conf.total_num_steps;
    const left = (n: number) => Math.max(0, (total - n) / Math.max(1, total - warmupLength(conf)));
    return {
      lr(step) {
        const n = counted(step);
        return n < 0 ? min : min + range * (warmupShare(conf, n) ?? left(n));
      },
    };
  },
});
