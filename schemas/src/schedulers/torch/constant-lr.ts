import type { Conflict } from '../../optimizers/optimizer.js';
import { number } from '../kinds.js';
import { defineScheduler } from '../scheduler.js';
import { counted, interval, lastEpoch, torchPage } from './keys.js';
import type { ClosedRule } from './rule.js';
import { startRule } from './rule.js';

interface Conf {
  readonly factor: number;
  readonly total_iters: number;
}

/** The counter meets `total_iters` only where that is a whole number after the start: otherwise the factor stays. */
const ends = (total: number) => Number.isInteger(total) && total > 0;

/** The arithmetic of torch's ConstantLR. */
export const constantLrRule = ({ factor, total_iters }: Conf): ClosedRule => ({
  at(t, baseLr) {
    const low = baseLr * factor;
    return ends(total_iters) && t >= total_iters ? low * (1 / factor) : low;
  },
  next({ t, group }) {
    if (t === 0) return group.lr * factor;
    return t === total_iters ? group.lr * (1 / factor) : group.lr;
  },
  anew: (baseLr) => baseLr * (factor + (total_iters <= 0 ? 1 : 0) * (1 - factor)),
  multiplies: true,
});

/** The combinations of keys with which torch stops in the middle of the training. */
export const constantLrConflicts = ({ factor, total_iters }: Conf): Conflict[] =>
  factor === 0 && ends(total_iters)
    ? [
        {
          path: ['factor'],
          message: `factor is 0: torch divides by it after total_iters (${total_iters}) steps to come back to optim_conf.lr, and stops with a ZeroDivisionError. Write a factor above 0, warm up with LinearLR, or let another scheduler of a SequentialLR take over after at most total_iters steps.`,
        },
      ]
    : [];

/** The learning rate is smaller for the first steps. */
export const constantLr = defineScheduler({
  type: 'torch.ConstantLR',
  aliases: [],
  conf: () => ({
    factor: number('factor', {
      min: 0,
      max: 1,
      why: 'Torch says "Constant multiplicative factor expected to be between 0 and 1."',
    })
      .default(1 / 3)
      .meta({ description: 'What optim_conf.lr is multiplied by at first.', unit: 'factor' }),
    total_iters: number('total_iters').default(5).meta({
      description:
        'After so many steps the learning rate is optim_conf.lr. Torch waits for the counter to equal it: a fraction, 0 or less is never met.',
      unit: counted,
    }),
    interval: interval(),
    last_epoch: lastEpoch(),
  }),
  summary: 'A share of the learning rate for the first steps, then all of it.',
  formula: 'lr = optim_conf.lr * (factor while t < total_iters, then 1); t: real steps (or epochs) done',
  reference: torchPage('ConstantLR'),
  stateless: true,
  example: { conf: { factor: 0.1, total_iters: 1000 }, lr: 1e-3, steps: 5000 },
  check: constantLrConflicts,
  start: (conf, { lr }) => startRule(conf, constantLrRule(conf), lr),
});
