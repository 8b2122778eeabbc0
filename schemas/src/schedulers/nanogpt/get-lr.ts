import { flag, number } from '../kinds.js';
import { defineScheduler } from '../scheduler.js';
import { stepsDone } from '../step-count.js';

/** nanoGPT's cosine, which is the schedule of GPT-3 and of most language models since. */
export const getLr = defineScheduler({
  type: 'nanogpt.get_lr',
  aliases: [],
  conf: () => ({
    decay_lr: flag('decay_lr')
      .default(true)
      .meta({ description: 'false: the learning rate is optim_conf.lr throughout.' }),
    warmup_iters: number('warmup_iters', { min: 0, why: 'It counts updates: write 0 or more.' })
      .default(2000)
      .meta({ description: 'Length of the linear warm-up to optim_conf.lr.', unit: 'real steps' }),
    lr_decay_iters: number('lr_decay_iters').default(600_000).meta({
      description: 'Updates, warm-up included, after which the learning rate is min_lr.',
      unit: 'real steps',
    }),
    min_lr: number('min_lr').default(6e-5).meta({
      description:
        'End of the cosine, and the learning rate from then on; a tenth of optim_conf.lr in most papers.',
      unit: 'learning rate',
    }),
  }),
  summary: 'Linear warm-up, then half a cosine to min_lr, which stays.',
  formula:
    't = real_step - 1; lr = optim_conf.lr * (t + 1) / (warmup_iters + 1) while t < warmup_iters; then lr = min_lr + (optim_conf.lr - min_lr) * (1 + cos(pi * (t - warmup_iters) / (lr_decay_iters - warmup_iters))) / 2; min_lr once t > lr_decay_iters',
  reference: {
    title: 'nanoGPT, train.py',
    authors: 'Karpathy',
    year: 2022,
    url: 'https://github.com/karpathy/nanoGPT',
  },
  stateless: true,
  example: { conf: { warmup_iters: 2000, lr_decay_iters: 60_000 }, lr: 6e-4, steps: 70_000 },
  warmupEnd: (conf) =>
    conf.decay_lr && conf.warmup_iters > 0 ? Math.ceil(conf.warmup_iters) + 1 : undefined,
  end: (conf) =>
    conf.decay_lr ? { key: 'lr_decay_iters', at: conf.lr_decay_iters, unit: 'real steps' } : undefined,
  check: (conf) =>
    conf.decay_lr && conf.lr_decay_iters === conf.warmup_iters
      ? [
          {
            path: ['lr_decay_iters'],
            message: `lr_decay_iters is ${conf.lr_decay_iters}, the same as warmup_iters, which leaves no update for the decay: nanoGPT stops with a ZeroDivisionError after the warm-up. Write a larger lr_decay_iters.`,
          },
        ]
      : [],
  start(conf, { lr }) {
    const { warmup_iters: warmup, lr_decay_iters: end, min_lr: min } = conf;
    return {
      lr(step) {
        const t = stepsDone(step);
        if (!conf.decay_lr) return lr;
        if (t < warmup) return (lr * (t + 1)) / (warmup + 1);
        if (t > end) return min;
        const factor = 0.5 * (1 + Math.cos(Math.PI * ((t - warmup) / (end - warmup))));
        return min + factor * (lr - min);
      },
    };
  },
});
