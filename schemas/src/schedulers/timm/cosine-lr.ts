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

/** timm's CosineLRScheduler. */
export const cosineLr = defineScheduler({
  type: 'timm.CosineLRScheduler',
  aliases: [],
  conf: () => ({
    t_initial: tInitial('Length of the cosine, or of the first of several.'),
    lr_min: lrMin(),
    ...cycleFields(),
    ...warmupFields(),
    warmup_prefix: warmupPrefix(false),
    ...commonFields(),
    k_decay: kDecay(),
  }),
  summary: 'Cosine decay with warm restarts, linear warm-up, k-decay and noise.',
  formula: warmedUp(
    `lr = lr_min + 0.5 * (optim_conf.lr * cycle_decay^i - lr_min) * (1 + cos(pi * (t_i / T_i)^k_decay)); s is the time in the schedule, t_i in its cycle i, T_i = t_initial * cycle_mul^i the length of that; lr_min after cycle_limit cycles; ${ownTime}`,
  ),
  reference: {
    title: 'SGDR: Stochastic Gradient Descent with Warm Restarts',
    authors: 'Loshchilov and Hutter',
    year: 2017,
    url: 'https://arxiv.org/abs/1608.03983',
  },
  stateless: true,
  example: {
    conf: { t_initial: 20_000, warmup_t: 1000, lr_min: 1e-5, t_in_epochs: false },
    lr: 1e-3,
    steps: 22_000,
  },
  ...warmup,
  end: cyclesEnd,
  check: noiseConflicts,
  start(conf, { lr }) {
    const { lr_min, k_decay } = conf;
    const since = sinceStart(conf);
    return startTimed(conf, lr, (t) => {
      const place = placeIn(conf, since(t));
      if (!place) return lr_min;
      const { at, length, peak } = place;
      const angle = (Math.PI * at ** k_decay) / length ** k_decay;
      return lr_min + 0.5 * (lr * peak - lr_min) * (1 + Math.cos(angle));
    });
  },
});
