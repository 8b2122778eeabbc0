import { number } from '../kinds.js';
import { defineScheduler } from '../scheduler.js';
import type { Interval } from './keys.js';
import { counted, endAfter, interval, lastEpoch, torchPage, warmupUntil } from './keys.js';
import type { ClosedRule } from './rule.js';
import { startRule } from './rule.js';
import { walked } from './walked.js';

interface Conf {
  readonly start_factor: number;
  readonly end_factor: number;
  readonly total_iters: number;
}

/** The arithmetic of torch's LinearLR. */
export function linearLrRule({ start_factor, end_factor, total_iters }: Conf): ClosedRule {
  const rise = end_factor - start_factor;
  // Its product is the straight line but for rounding; where it falls to 0, rounding is all that is left at the end.
  const growth = (t: number) => 1 + rise / (total_iters * start_factor + (t - 1) * rise);
  const factor = walked(start_factor, (value, t) => value * growth(t));
  const last = Math.max(0, Math.floor(total_iters));
  return {
    at: (t, baseLr) => baseLr * factor(Math.min(t, last)),
    next({ t, initial, group }) {
      if (t === 0) return group.lr * start_factor;
      return initial || t > total_iters ? group.lr : group.lr * growth(t);
    },
    anew: (baseLr) => baseLr * (start_factor + (rise * Math.min(total_iters, 0)) / total_iters),
    multiplies: true,
  };
}

/** The learning rate moves along a straight line from one share of it to another. */
export const linearLr = defineScheduler({
  type: 'torch.LinearLR',
  aliases: [],
  conf: () => ({
    start_factor: number('start_factor', {
      above: 0,
      max: 1,
      why: 'Torch says "Starting multiplicative factor expected to be greater than 0 and less or equal to 1.": it divides by it. Write a small share such as 0.001 to start near 0.',
    })
      .default(1 / 3)
      .meta({ description: 'What optim_conf.lr is multiplied by at first.', unit: 'factor' }),
    end_factor: number('end_factor', {
      min: 0,
      max: 1,
      why: 'Torch says "Ending multiplicative factor expected to be between 0 and 1."',
    })
      .default(1)
      .meta({ description: 'What optim_conf.lr is multiplied by at the end.', unit: 'factor' }),
    total_iters: number('total_iters').default(5).meta({
      description: 'Length of the line; after it the learning rate stays.',
      unit: counted,
    }),
    interval: interval(),
    last_epoch: lastEpoch(),
  }),
  summary: 'A straight line between two shares of the learning rate: a warm-up, or a decay.',
  formula:
    'lr = optim_conf.lr * (start_factor + (end_factor - start_factor) * min(t, total_iters) / total_iters); t: real steps (or epochs) done',
  reference: torchPage('LinearLR'),
  stateless: true,
  example: { conf: { start_factor: 0.01, total_iters: 1000 }, lr: 1e-3, steps: 3000 },
  ...warmupUntil(({ start_factor, end_factor, total_iters }: Conf & { readonly interval: Interval }) =>
    end_factor > start_factor ? total_iters : undefined,
  ),
  end: (conf) =>
    conf.end_factor < conf.start_factor ? endAfter(conf, 'total_iters', conf.total_iters) : undefined,
  start: (conf, { lr }) => startRule(conf, linearLrRule(conf), lr),
});
