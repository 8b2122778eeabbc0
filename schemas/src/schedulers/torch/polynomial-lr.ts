import type { Conflict } from '../../optimizers/optimizer.js';
import { number } from '../kinds.js';
import { defineScheduler } from '../scheduler.js';
import { counted, endAfter, interval, lastEpoch, torchPage } from './keys.js';
import type { ClosedRule } from './rule.js';
import { startRule } from './rule.js';

interface Conf {
  readonly total_iters: number;
  readonly power: number;
}

/** The arithmetic of torch's PolynomialLR. */
export function polynomialLrRule({ total_iters, power }: Conf): ClosedRule {
  const left = (t: number) => 1 - t / total_iters;
  const last = Math.floor(total_iters);
  return {
    // torch's factors (left(t) / left(t - 1))^power, multiplied out.
    at: (t, baseLr) => (last < 1 ? baseLr : baseLr * left(Math.min(t, last)) ** power),
    next({ t, initial, group }) {
      if (initial || t > total_iters) return group.lr;
      return group.lr * (left(t) / left(t - 1)) ** power;
    },
    anew: (baseLr) => baseLr * (1 - Math.min(total_iters, 0) / total_iters) ** power,
    multiplies: true,
  };
}

/** The combinations of keys with which torch stops in the middle of the training. */
export const polynomialLrConflicts = ({ total_iters, power }: Conf): Conflict[] =>
  power < 0 && Number.isInteger(total_iters) && total_iters > 0
    ? [
        {
          path: ['power'],
          message: `power is ${power}: after total_iters (${total_iters}) steps torch takes 0 to a negative power and stops with "ZeroDivisionError: 0.0 cannot be raised to a negative power". Write a power of 0 or more.`,
        },
      ]
    : [];

/** The learning rate falls to 0 along a power. */
export const polynomialLr = defineScheduler({
  type: 'torch.PolynomialLR',
  aliases: [],
  conf: () => ({
    total_iters: number('total_iters').default(5).meta({
      description: 'Length of the decay; after it the learning rate stays 0.',
      unit: counted,
    }),
    power: number('power').default(1).meta({
      description: 'Shape of the decay: 1 is a straight line, more falls faster at first.',
      unit: 'exponent',
    }),
    interval: interval(),
    last_epoch: lastEpoch(),
  }),
  summary: 'Decays to 0 along a power of the part that is left.',
  formula:
    'lr = optim_conf.lr * (1 - min(t, total_iters) / total_iters)^power; t: real steps (or epochs) done',
  reference: torchPage('PolynomialLR'),
  stateless: true,
  example: { conf: { total_iters: 10_000, power: 0.9 }, lr: 0.01, steps: 12_000 },
  end: (conf) => endAfter(conf, 'total_iters', conf.total_iters),
  check: polynomialLrConflicts,
  start: (conf, { lr }) => startRule(conf, polynomialLrRule(conf), lr),
});
