import { whole } from '../kinds.js';
import { defineScheduler } from '../scheduler.js';
import { stepsDone } from '../step-count.js';
import { lrKey, lrsOf, oneLr, ownLr, warmupInitLr } from './keys.js';

/** fairseq's schedule for Transformers: linear warm-up, then decay with the inverse square root of the update. */
export const inverseSqrt = defineScheduler({
  type: 'fairseq.inverse_sqrt',
  aliases: [],
  conf: () => ({
    warmup_updates: whole('warmup_updates', {
      min: 1,
      why: 'fairseq divides by it and stops with a ZeroDivisionError: write at least 1.',
    })
      .default(4000)
      .meta({ description: 'Length of the linear warm-up.', unit: 'real steps', integer: true }),
    warmup_init_lr: warmupInitLr('0'),
    lr: lrKey('Peak of the warm-up.'),
  }),
  summary: 'Linear warm-up to lr, then decay with the inverse square root of the real step.',
  formula:
    'after t real steps: lr_t = warmup_init_lr + t * (lr - warmup_init_lr) / warmup_updates while t < warmup_updates, then lr * warmup_updates^0.5 * t^-0.5',
  reference: {
    title: 'Attention Is All You Need, section 5.3 (fairseq: inverse_square_root_schedule.py)',
    authors: 'Vaswani et al.',
    year: 2017,
    url: 'https://arxiv.org/abs/1706.03762',
  },
  stateless: true,
  example: { conf: { warmup_updates: 4000, warmup_init_lr: 1e-7 }, lr: 5e-4, steps: 30_000 },
  warmupEnd: ({ warmup_updates }) => warmup_updates + 1,
  check: ({ lr }) => oneLr(lr, 'inverse_sqrt'),
  ignoresLr: ownLr,
  start(conf, optimizer) {
    const [peak] = lrsOf(conf.lr, optimizer.lr);
    const warmup = conf.warmup_updates;
    const first = conf.warmup_init_lr < 0 ? 0 : conf.warmup_init_lr;
    const slope = (peak - first) / warmup;
    const decay = peak * warmup ** 0.5;
    return {
      lr(step) {
        const t = stepsDone(step);
        return t < warmup ? first + t * slope : decay * t ** -0.5;
      },
    };
  },
});
