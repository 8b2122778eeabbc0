import type { Conflict } from '../../optimizers/optimizer.js';
import { number, whole } from '../kinds.js';
import { defineScheduler } from '../scheduler.js';
import { stepsDone } from '../step-count.js';
import { floorLog } from './exact-log.js';
import { lrKey, lrsOf, maxUpdateMeta, oneLr, ownLr, warmupInitLr, warmupUpdates } from './keys.js';

interface PeriodConf {
  readonly lr_period_updates: number;
  readonly max_update: number | null;
  readonly warmup_updates: number;
}

/** The real steps of the first period. */
const firstPeriod = ({ lr_period_updates, max_update, warmup_updates }: PeriodConf) =>
  lr_period_updates > 0 ? lr_period_updates : (max_update ?? 0) - warmup_updates;

/** Which period `t` real steps after the warm-up are in, the steps done of it, and its length. */
function placeOf(t: number, period: number, mult: number): { index: number; done: number; length: number } {
  if (mult === 1) {
    const index = Math.floor(t / period);
    return { index, done: t - period * index, length: period };
  }
  const index = floorLog(1 - (t / period) * (1 - mult), mult);
  const done = t - ((1 - mult ** index) / (1 - mult)) * period;
  return { index, done, length: mult ** index * period };
}

function conflicts(conf: PeriodConf & { readonly t_mult: number }): readonly Conflict[] {
  const maxUpdate = conf.max_update ?? 0;
  if (conf.lr_period_updates <= 0 && maxUpdate <= 0)
    return [
      {
        path: ['lr_period_updates'],
        message: `fairseq stops with "Either --max_update or --lr-period-updates must be set": lr_period_updates is ${conf.lr_period_updates}, max_update is ${maxUpdate}. Write one of them.`,
      },
    ];
  const period = firstPeriod(conf);
  if (period === 0)
    return [
      {
        path: ['warmup_updates'],
        message: `The warm-up takes all ${maxUpdate} real steps of max_update: the period of the cosine is 0, and fairseq stops with a ZeroDivisionError. Shorten the warm-up.`,
      },
    ];
  if (((maxUpdate - conf.warmup_updates) / period) * (1 - conf.t_mult) >= 1)
    return [
      {
        path: ['t_mult'],
        message: `With t_mult ${conf.t_mult} all periods together take ${period / (1 - conf.t_mult)} real steps after the warm-up: fairseq stops there with "math domain error", before max_update ${maxUpdate}. Write a t_mult of at least 1.`,
      },
    ];
  return [];
}

/** Cosine decay with warm restarts after a linear warm-up. */
export const cosine = defineScheduler({
  type: 'fairseq.cosine',
  aliases: [],
  conf: () => ({
    warmup_updates: warmupUpdates(),
    warmup_init_lr: warmupInitLr('min_lr'),
    lr: lrKey('Peak of the first period.'),
    min_lr: number('min_lr').default(0).meta({
      description: 'Learning rate at the end of the first period; at most lr.',
      unit: 'learning rate',
    }),
    t_mult: number('t_mult', {
      above: 0,
      why: 'fairseq takes its logarithm and stops with "math domain error": write 1 or more.',
    })
      .default(1)
      .meta({ description: 'How much longer each period is than the one before.', unit: 'factor' }),
    lr_period_updates: number('lr_period_updates').default(-1).meta({
      description:
        'Length of the first period, the warm-up not counted; 0 or less: max_update - warmup_updates, one period.',
      unit: 'real steps',
    }),
    lr_shrink: number('lr_shrink').default(0.1).meta({
      description: 'What peak and min_lr are multiplied by from one period to the next.',
      unit: 'factor',
    }),
    max_update: whole('max_update')
      .nullable()
      .default(0)
      .meta(maxUpdateMeta('It is the end of the period when lr_period_updates is not given.')),
  }),
  summary:
    'Linear warm-up to lr, then cosine decay to min_lr, in periods that each begin anew at a peak multiplied by lr_shrink.',
  formula:
    'after t real steps: lr_t = warmup_init_lr + t * (lr - warmup_init_lr) / warmup_updates while t < warmup_updates; then, s steps into period i of T_i = lr_period_updates * t_mult^i steps: lr_shrink^i * (min_lr + 0.5 * (lr - min_lr) * (1 + cos(pi * s / T_i)))',
  reference: {
    title: 'SGDR: Stochastic Gradient Descent with Warm Restarts (fairseq: cosine_lr_scheduler.py)',
    authors: 'Loshchilov and Hutter',
    year: 2016,
    url: 'https://arxiv.org/abs/1608.03983',
  },
  stateless: true,
  example: {
    conf: {
      warmup_updates: 16_000,
      warmup_init_lr: 1e-7,
      min_lr: 1e-4,
      lr_period_updates: 270_000,
      lr_shrink: 0.75,
      t_mult: 2,
    },
    lr: 1,
    steps: 286_000,
  },
  warmupEnd: ({ warmup_updates }) => (warmup_updates > 0 ? warmup_updates + 1 : undefined),
  end: (conf) =>
    conf.lr_period_updates <= 0 && conf.max_update
      ? { key: 'max_update', at: conf.max_update, unit: 'real steps' }
      : undefined,
  check: (conf) => [...oneLr(conf.lr, 'cosine'), ...conflicts(conf)],
  ignoresLr: ownLr,
  start(conf, optimizer) {
    const [peak] = lrsOf(conf.lr, optimizer.lr);
    const lowest = Math.min(conf.min_lr, peak);
    const first = conf.warmup_init_lr < 0 ? lowest : conf.warmup_init_lr;
    const slope = (peak - first) / conf.warmup_updates;
    const period = firstPeriod(conf);
    return {
      lr(step) {
        const t = stepsDone(step);
        if (t < conf.warmup_updates) return first + t * slope;
        const { index, done, length } = placeOf(t - conf.warmup_updates, period, conf.t_mult);
        const shrink = conf.lr_shrink ** index;
        const [low, high] = [lowest * shrink, peak * shrink];
        return low + 0.5 * (high - low) * (1 + Math.cos((Math.PI * done) / length));
      },
    };
  },
});
