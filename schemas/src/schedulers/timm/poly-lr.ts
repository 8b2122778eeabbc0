import { number } from '../kinds.js';
import { defineScheduler } from '../scheduler.js';
import { cycleFields, cyclesEnd, placeIn } from './cycles.js';
import {
  commonFields,
  kDecay,
  lrMin,
  ownTime,
  tInitial,
  warmedUp,
  warmupFields,
  warmupPrefix,
} from './fields.js';
import { noiseConflicts } from './noise.js';
import { sinceStart, startTimed, warmup } from './run.js';

/** timm's PolyLRScheduler. */
export const polyLr = defineScheduler({
  type: 'timm.PolyLRScheduler',
  aliases: [],
  conf: () => ({
    t_initial: tInitial('Length of the decay, or of the first of several.'),
    power: number('power').default(0.5).meta({
      description: 'Power of the decay: 1 is linear, 0.5 falls late, 2 falls early.',
      unit: 'power',
    }),
    lr_min: lrMin(),
    ...cycleFields(),
    ...warmupFields(),
    warmup_prefix: warmupPrefix(false),
    ...commonFields(),
    k_decay: kDecay(),
  }),
  summary: 'Polynomial decay with warm restarts, linear warm-up, k-decay and noise.',
  formula: warmedUp(
    `lr = lr_min + (optim_conf.lr * cycle_decay^i - lr_min) * (1 - (t_i / T_i)^k_decay)^power; s is the time in the schedule, t_i in its cycle i, T_i = t_initial * cycle_mul^i the length of that; lr_min after cycle_limit cycles; ${ownTime}`,
  ),
  reference: {
    title: 'k-decay: A New Method for Learning Rate Schedule',
    authors: 'Zhang and Li',
    year: 2020,
    url: 'https://arxiv.org/abs/2004.05909',
  },
  stateless: true,
  example: {
    conf: { t_initial: 20_000, power: 2, warmup_t: 1000, t_in_epochs: false },
    lr: 1e-3,
    steps: 22_000,
  },
  ...warmup,
  end: cyclesEnd,
  check: noiseConflicts,
  start(conf, { lr }) {
    const { lr_min, power, k_decay } = conf;
    const since = sinceStart(conf);
    return startTimed(conf, lr, (t) => {
      const place = placeIn(conf, since(t));
      if (!place) return lr_min;
      const { at, length, peak } = place;
      // A rounding can put a time a hair past its cycle's end.
      const left = Math.max(0, 1 - at ** k_decay / length ** k_decay);
      return lr_min + (lr * peak - lr_min) * left ** power;
    });
  },
});
