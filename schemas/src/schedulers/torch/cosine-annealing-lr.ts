import { exactCos } from '../exact-cos.js';
import { number } from '../kinds.js';
import { modulo } from '../python-arithmetic.js';
import { defineScheduler } from '../scheduler.js';
import { counted, endAfter, interval, lastEpoch } from './keys.js';
import type { ClosedRule } from './rule.js';
import { startRule } from './rule.js';

interface Conf {
  readonly T_max: number;
  readonly eta_min: number;
}

/** Above this share of rounding in what a cycle starts from, torch's sum of roundings is walked, not left out. */
const negligible = 1e-14;

/** The arithmetic of torch's CosineAnnealingLR, which multiplies from step to step and starts anew after each minimum. */
export function cosineAnnealingLrRule({ T_max, eta_min }: Conf): ClosedRule {
  const height = (t: number, cos = Math.cos) => 1 + cos((Math.PI * t) / T_max);
  const rise = (baseLr: number, cos = Math.cos) => ((baseLr - eta_min) * (1 - cos(Math.PI / T_max))) / 2;

  /** Where the learning rate comes near 0 as the difference of larger numbers, torch's roundings are what is left of it. */
  const cancels = (baseLr: number) => !(eta_min >= 0 && eta_min <= baseLr);
  /** The height of the step before, which each step needs again. */
  let last = { t: Number.NaN, cos: Math.cos, height: Number.NaN };
  function next(t: number, lr: number, baseLr: number): number {
    const cos = cancels(baseLr) ? exactCos : Math.cos;
    if (modulo(t - 1 - T_max, 2 * T_max) === 0) return lr + rise(baseLr, cos);
    const before = last.t === t - 1 && last.cos === cos ? last.height : height(t - 1, cos);
    last = { t, cos, height: height(t, cos) };
    return (last.height / before) * (lr - eta_min) + eta_min;
  }

  let reached = { t: 0, lr: Number.NaN, baseLr: Number.NaN };
  /** The learning rate at `t` by torch's recursion from one at `from`, or from where the last call came to. */
  function walk(t: number, from: number, lr: number, baseLr: number): number {
    if (reached.baseLr !== baseLr || reached.t < from || reached.t > t) reached = { t: from, lr, baseLr };
    while (reached.t < t) {
      reached.t++;
      reached.lr = next(reached.t, reached.lr, baseLr);
    }
    return reached.lr;
  }

  /** The learning rate after `t` steps: the factors since the last start multiplied out. */
  function at(t: number, baseLr: number): number {
    if (t === 0) return baseLr;
    if (!Number.isInteger(T_max) || (cancels(baseLr) && t <= T_max)) return walk(t, 0, baseLr, baseLr);
    if (t <= T_max) return (height(t) / 2) * (baseLr - eta_min) + eta_min;
    // After a minimum, which is exactly eta_min, torch starts anew with an addition.
    const start = t - modulo(t - 1 - T_max, 2 * T_max);
    const low = next(start, eta_min, baseLr);
    if (t === start) return low;
    const noise = Math.abs(eta_min / (low - eta_min)) * Number.EPSILON;
    if (cancels(baseLr) || !(noise < negligible)) return walk(t, start, low, baseLr);
    return (height(t) / height(start)) * (low - eta_min) + eta_min;
  }

  return {
    at,
    next: ({ t, initial, group, baseLr }) => (initial ? group.lr : next(t, group.lr, baseLr)),
    anew: (baseLr) => eta_min + ((baseLr - eta_min) * 2) / 2,
  };
}

/** The learning rate falls along a half wave of the cosine. */
export const cosineAnnealingLr = defineScheduler({
  type: 'torch.CosineAnnealingLR',
  aliases: [],
  conf: () => ({
    T_max: number('T_max', {
      above: 0,
      why: 'Torch divides by it: write the length of the training.',
    }).meta({
      description:
        'Length of the fall to eta_min. After it the learning rate rises again for as long, and so on.',
      unit: counted,
    }),
    eta_min: number('eta_min')
      .default(0)
      .meta({ description: 'The lowest learning rate.', unit: 'learning rate' }),
    interval: interval(),
    last_epoch: lastEpoch(),
  }),
  summary: 'Falls along a half wave of the cosine, then rises again.',
  formula:
    'lr = eta_min + (optim_conf.lr - eta_min) * (1 + cos(pi * t / T_max)) / 2; t: real steps (or epochs) done',
  reference: {
    title: 'SGDR: Stochastic Gradient Descent with Warm Restarts',
    authors: 'Loshchilov and Hutter',
    year: 2016,
    url: 'https://arxiv.org/abs/1608.03983',
  },
  stateless: true,
  example: { conf: { T_max: 10_000, eta_min: 1e-6 }, lr: 1e-3, steps: 10_000 },
  end: (conf) => endAfter(conf, 'T_max', conf.T_max),
  start: (conf, { lr }) => startRule(conf, cosineAnnealingLrRule(conf), lr),
});
