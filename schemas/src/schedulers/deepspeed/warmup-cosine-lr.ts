import { number } from '../kinds.js';
import { defineScheduler } from '../scheduler.js';
import { counted, deepspeedFile, warmupEnd, warmupKeys, warmupLength, warmupShare } from './warmup.js';

/** DeepSpeed's warm-up and cosine. */
export const warmupCosineLr = defineScheduler({
  type: 'deepspeed.WarmupCosineLR',
  aliases: [],
  conf: () => ({
    total_num_steps: number('total_num_steps').meta({
      description:
        'Updates of the whole training, at whose end the cosine is. Past them the learning rate rises again.',
      unit: 'real steps',
    }),
    warmup_min_ratio: number('warmup_min_ratio').default(0).meta({
      description: 'What optim_conf.lr is multiplied by at the start of the warm-up.',
      unit: 'factor',
    }),
    cos_min_ratio: number('cos_min_ratio').default(0.0001).meta({
      description: 'What optim_conf.lr is multiplied by at the end of the cosine.',
      unit: 'factor',
    }),
    ...warmupKeys(),
  }),
  summary: 'Logarithmic or linear warm-up to optim_conf.lr, then half a cosine. The first update has 0.',
  formula:
    'n = real_step - 2; lr = 0 at real_step 1; warm-up: lr = optim_conf.lr * (warmup_min_ratio + (1 - warmup_min_ratio) * g), g = log(n + 1) / log(warmup_num_steps), or n / warmup_num_steps (linear), while n < warmup_num_steps; then lr = optim_conf.lr * (cos_min_ratio + (1 - cos_min_ratio) * (1 + cos(pi * (n - warmup_num_steps + 1) / (total_num_steps - warmup_num_steps))) / 2)',
  reference: deepspeedFile,
  stateless: true,
  example: { conf: { total_num_steps: 10_000, warmup_num_steps: 1000 }, lr: 1e-3, steps: 10_000 },
  warmupEnd,
  end: (conf) => ({ key: 'total_num_steps', at: conf.total_num_steps, unit: 'real steps' }),
  check: (conf) =>
    conf.total_num_steps === warmupLength(conf)
      ? [
          {
            path: ['total_num_steps'],
            message: `total_num_steps is ${conf.total_num_steps}, as long as the warm-up, which leaves no update for the cosine: DeepSpeed stops with a ZeroDivisionError after the warm-up. Write a larger total_num_steps.`,
          },
        ]
      : [],
  start(conf, { lr }) {
    const warmup = warmupLength(conf);
    const { warmup_min_ratio: first, cos_min_ratio: last } = conf;
    return {
      lr(step) {
        const n = counted(step);
        if (n < 0) return 0;
        const share = warmupShare(conf, n);
        if (share !== undefined) return lr * (first + share * (1 - first));
        const cosine = (1 + Math.cos((Math.PI * (n - warmup + 1)) / (conf.total_num_steps - warmup))) / 2;
        return lr * Math.max(0, last + (1 - last) * cosine);
      },
    };
  },
});
