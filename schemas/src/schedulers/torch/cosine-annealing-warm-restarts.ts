import { number, whole } from '../kinds.js';
import { defineScheduler } from '../scheduler.js';
import { counted, interval, lastEpoch } from './keys.js';
import type { ClosedRule } from './rule.js';
import { startRule } from './rule.js';

interface Conf {
  readonly T_0: number;
  readonly T_mult: number;
  readonly eta_min: number;
}

/** The arithmetic of torch's CosineAnnealingWarmRestarts. */
export function warmRestartsRule({ T_0, T_mult, eta_min }: Conf): ClosedRule {
  function at(t: number, baseLr: number): number {
    let current = t;
    let length = T_0;
    if (T_mult === 1) current %= T_0;
    else
      while (current >= length) {
        current -= length;
        length *= T_mult;
      }
    return eta_min + ((baseLr - eta_min) * (1 + Math.cos((Math.PI * current) / length))) / 2;
  }
  return { at, next: ({ t, baseLr }) => at(t, baseLr), beginsAtZero: true, sets: true };
}

/** The learning rate falls along half waves of the cosine, each from the top. */
export const cosineAnnealingWarmRestarts = defineScheduler({
  type: 'torch.CosineAnnealingWarmRestarts',
  aliases: [],
  conf: () => ({
    T_0: whole('T_0', { min: 1, why: 'Torch says "Expected positive integer T_0".' }).meta({
      description: 'Length of the first cycle.',
      unit: counted,
      integer: true,
    }),
    T_mult: whole('T_mult', { min: 1, why: 'Torch says "Expected integer T_mult >= 1".' }).default(1).meta({
      description: 'Each cycle is so many times as long as the one before.',
      unit: 'factor',
      integer: true,
    }),
    eta_min: number('eta_min')
      .default(0)
      .meta({ description: 'The lowest learning rate.', unit: 'learning rate' }),
    interval: interval(),
    last_epoch: lastEpoch(),
  }),
  summary: 'Falls along half waves of the cosine and starts each from the top again.',
  formula:
    'lr = eta_min + (optim_conf.lr - eta_min) * (1 + cos(pi * T_cur / T_i)) / 2; T_cur: real steps (or epochs) since the last restart, T_i: length of the cycle, T_0 * T_mult^cycle',
  reference: {
    title: 'SGDR: Stochastic Gradient Descent with Warm Restarts',
    authors: 'Loshchilov and Hutter',
    year: 2016,
    url: 'https://arxiv.org/abs/1608.03983',
  },
  stateless: true,
  example: { conf: { T_0: 1000, T_mult: 2 }, lr: 0.05, steps: 7000 },
  start: (conf, { lr }) => startRule(conf, warmRestartsRule(conf), lr),
});
