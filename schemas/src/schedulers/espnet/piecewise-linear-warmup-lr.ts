import { shown } from '../../messages.js';
import type { Conflict } from '../../optimizers/optimizer.js';
import { numberList } from '../kinds.js';
import { defineScheduler } from '../scheduler.js';
import { lastEpoch } from './last-epoch.js';

/** The learning rate of a warm-up through the points (steps, rates), by numpy.interp's arithmetic. */
function interpolate(n: number, steps: readonly number[], rates: readonly number[]): number {
  const before = steps.findLastIndex((at) => at <= n);
  const [from, to] = [steps[before] ?? Number.NaN, steps[before + 1]];
  const [low, high] = [rates[before] ?? rates[0] ?? Number.NaN, rates[before + 1]];
  if (before < 0 || n === from || to === undefined || high === undefined) return low;
  return ((high - low) / (to - from)) * (n - from) + low;
}

/** A warm-up through given points, then decay with the inverse square root of the step. */
export const piecewiseLinearWarmupLr = defineScheduler({
  type: 'espnet.PiecewiseLinearWarmupLR',
  aliases: ['espnet.piecewiselinearwarmuplr'],
  conf: () => ({
    warmup_steps_list: numberList('warmup_steps_list')
      .min(1, { error: 'warmup_steps_list is empty: ESPnet stops with an IndexError. Write [0, 25000].' })
      .default([0, 25000])
      .meta({
        description:
          'Real steps of the points that the warm-up goes through, in rising order; the warm-up ends at the last one.',
        unit: 'real steps',
      }),
    warmup_lr_list: numberList('warmup_lr_list').default([0, 0.001]).meta({
      description:
        'Learning rates at the points of warmup_steps_list. After the last point the curve goes on from optim_conf.lr: write that as the last one, or the learning rate jumps.',
      unit: 'learning rate',
    }),
    last_epoch: lastEpoch(),
  }),
  summary:
    'Warm-up along straight lines through given points, then decay from optim_conf.lr with the inverse square root of the real step.',
  formula:
    'lr = the straight line through (warmup_steps_list, warmup_lr_list) at real step n while n <= W, the last of warmup_steps_list; then lr = optim_conf.lr * W^0.5 * n^-0.5',
  reference: {
    title: 'ESPnet: espnet2/schedulers/piecewise_linear_warmup_lr.py (OWSM)',
    authors: 'Peng et al.',
    year: 2024,
    url: 'https://arxiv.org/abs/2401.16658',
  },
  stateless: true,
  example: {
    conf: { warmup_steps_list: [0, 30_000, 60_000], warmup_lr_list: [0, 5e-5, 2e-4] },
    lr: 2e-4,
    steps: 200_000,
  },
  warmupEnd: ({ warmup_steps_list }) => warmup_steps_list.at(-1),
  check({ warmup_steps_list: steps, warmup_lr_list: rates }) {
    const conflicts: Conflict[] = [];
    const conflict = (key: string, message: string) => conflicts.push({ path: [key], message });
    if (steps.length !== rates.length)
      conflict(
        'warmup_lr_list',
        `numpy stops with "fp and xp are not of the same length.": ${shown(rates)} has ${rates.length} values, warmup_steps_list has ${steps.length}. Write one learning rate for each point.`,
      );
    if ((steps.at(-1) ?? 0) < 0)
      conflict(
        'warmup_steps_list',
        `warmup_steps_list ends with ${steps.at(-1)}: ESPnet takes its square root and stops with a TypeError. Write real steps of at least 0.`,
      );
    else if (steps.some((at, index) => at < (steps[index - 1] ?? at)))
      conflict(
        'warmup_steps_list',
        `warmup_steps_list is ${shown(steps)}, not in rising order: numpy.interp then returns values without meaning. Sort the points.`,
      );
    return conflicts;
  },
  start({ warmup_steps_list: steps, warmup_lr_list: rates }, { lr }) {
    const last = steps.at(-1) ?? Number.NaN;
    const top = lr * last ** 0.5;
    return {
      lr: ({ realStep }) => (realStep > last ? top * realStep ** -0.5 : interpolate(realStep, steps, rates)),
    };
  },
});
