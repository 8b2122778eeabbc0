import { flag, number } from '../kinds.js';
import { defineScheduler } from '../scheduler.js';
import { stepsDone } from '../step-count.js';
import { lrKey, lrsOf, oneLr, ownLr } from './keys.js';

/** The triangular cyclical learning rate. */
export const triangular = defineScheduler({
  type: 'fairseq.triangular',
  aliases: [],
  conf: () => ({
    max_lr: number('max_lr').meta({
      description: 'Peak of the first cycle; it must be more than lr.',
      unit: 'learning rate',
    }),
    lr_period_updates: number('lr_period_updates', {
      min: 2,
      why: 'fairseq divides by half of it, rounded down, and stops with a ZeroDivisionError: write 2 or more.',
    })
      .default(5000)
      .meta({ description: 'Length of a cycle; an odd one is rounded down to even.', unit: 'real steps' }),
    lr_shrink: number('lr_shrink').default(0.1).meta({
      description: 'What max_lr is multiplied by from one cycle to the next.',
      unit: 'factor',
    }),
    shrink_min: flag('shrink_min')
      .default(false)
      .meta({ description: 'Multiplies lr, where the cycles begin, by lr_shrink too.' }),
    lr: lrKey('Learning rate at which the cycles begin and end, the lowest.'),
  }),
  summary:
    'Straight up from lr to max_lr and down again, in cycles whose peak is multiplied by lr_shrink each time.',
  formula:
    'after t real steps, with h = floor(lr_period_updates / 2) and c = floor(t / (2 * h)): lr_t = low + (max_lr * lr_shrink^c - low) * max(0, 1 - |t / h - 2 * c - 1|), where low = lr, or lr * lr_shrink^c with shrink_min',
  reference: {
    title: 'Cyclical Learning Rates for Training Neural Networks (fairseq: triangular_lr_scheduler.py)',
    authors: 'Smith',
    year: 2015,
    url: 'https://arxiv.org/abs/1506.01186',
  },
  stateless: true,
  example: { conf: { max_lr: 1e-3, lr_period_updates: 10_000, lr_shrink: 0.7 }, lr: 1e-5, steps: 50_000 },
  warmupEnd: ({ lr_period_updates }) => Math.floor(lr_period_updates / 2) + 1,
  check(conf, optimizer) {
    const [lr] = lrsOf(conf.lr, optimizer.lr);
    const several = oneLr(conf.lr, 'triangular');
    if (several.length > 0 || conf.max_lr > lr) return several;
    return [
      {
        path: ['max_lr'],
        message: `fairseq stops with "max_lr must be more than lr": max_lr is ${conf.max_lr}, lr is ${lr}. The cycles rise from lr to max_lr: raise max_lr, or lower ${conf.lr === null ? 'optim_conf.lr' : 'lr'}.`,
      },
    ];
  },
  ignoresLr: ownLr,
  start(conf, optimizer) {
    const [lr] = lrsOf(conf.lr, optimizer.lr);
    const half = Math.floor(conf.lr_period_updates / 2);
    return {
      lr(step) {
        const t = stepsDone(step);
        const cycle = Math.floor(t / (2 * half));
        const shrink = conf.lr_shrink ** cycle;
        const low = conf.shrink_min ? lr * shrink : lr;
        const x = Math.abs(t / half - 2 * (cycle + 1) + 1);
        return low + (conf.max_lr * shrink - low) * Math.max(0, 1 - x);
      },
    };
  },
});
