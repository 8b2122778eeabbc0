import { number, whole } from '../kinds.js';
import { defineScheduler } from '../scheduler.js';
import { stepsDone } from '../step-count.js';
import { lrKey, lrsOf, ownLr, warmupInitLr, warmupUpdates } from './keys.js';

/** Linear warm-up, then a staircase. */
export const step = defineScheduler({
  type: 'fairseq.step',
  aliases: [],
  conf: () => ({
    warmup_updates: warmupUpdates(),
    warmup_init_lr: warmupInitLr('min_lr'),
    lr: lrKey('Peak of the warm-up; of a list, the first entry.'),
    min_lr: number('min_lr', {
      min: 0,
      why: 'fairseq stops with "assert self.min_lr >= 0": write 0 or more.',
    })
      .default(0)
      .meta({
        description: 'The decay does not go below this; it must be less than lr.',
        unit: 'learning rate',
      }),
    lr_deacy_period: whole('lr_deacy_period', {
      min: 1,
      why: 'fairseq stops with "assert self.lr_deacy_period > 0": write at least 1.',
    })
      .default(25000)
      .meta({
        description:
          'Real steps after the warm-up for which the learning rate stays before each decay. The key is spelled so in fairseq.',
        unit: 'real steps',
        integer: true,
      }),
    lr_decay: number('lr_decay', {
      max: 1,
      why: 'fairseq stops with "assert self.lr_decay <= 1": write 0 to 1.',
    })
      .default(0.5)
      .meta({ description: 'What the learning rate is multiplied by at each decay.', unit: 'factor' }),
  }),
  summary: 'Linear warm-up to lr, then a multiplication by lr_decay every lr_deacy_period real steps.',
  formula:
    'after t real steps, with W = warmup_updates: lr_t = warmup_init_lr + t * (lr - warmup_init_lr) / W while t < W, then max(lr * lr_decay^floor((t - W) / lr_deacy_period), min_lr)',
  reference: {
    title: 'fairseq: fairseq/optim/lr_scheduler/step_lr_scheduler.py',
    url: 'https://github.com/facebookresearch/fairseq/blob/main/fairseq/optim/lr_scheduler/step_lr_scheduler.py',
  },
  stateless: true,
  example: {
    conf: { warmup_updates: 5000, lr_deacy_period: 25_000, min_lr: 1e-6 },
    lr: 5e-4,
    steps: 150_000,
  },
  warmupEnd: ({ warmup_updates }) => (warmup_updates > 0 ? warmup_updates + 1 : undefined),
  check(conf, optimizer) {
    const [lr] = lrsOf(conf.lr, optimizer.lr);
    if (lr > conf.min_lr) return [];
    return [
      {
        path: ['min_lr'],
        message: `fairseq stops with "assert self.max_lr > self.min_lr": min_lr is ${conf.min_lr}, the learning rate is ${lr}. Lower min_lr.`,
      },
    ];
  },
  ignoresLr: ownLr,
  start(conf, optimizer) {
    const [peak] = lrsOf(conf.lr, optimizer.lr);
    const { warmup_updates: warmup, min_lr } = conf;
    const first = conf.warmup_init_lr >= 0 ? conf.warmup_init_lr : min_lr;
    const slope = (peak - first) / warmup;
    return {
      lr(at) {
        const t = stepsDone(at);
        if (t < warmup) return first + t * slope;
        const decays = Math.floor((t - warmup) / conf.lr_deacy_period);
        return Math.max(peak * conf.lr_decay ** decays, min_lr);
      },
    };
  },
});
