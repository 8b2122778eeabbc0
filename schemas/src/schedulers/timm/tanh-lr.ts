import { number } from '../kinds.js';
import { defineScheduler } from '../scheduler.js';
import { cycleFields, cyclesEnd, placeIn } from './cycles.js';
import { commonFields, lrMin, ownTime, tInitial, warmedUp, warmupFields, warmupPrefix } from './fields.js';
import { noiseConflicts } from './noise.js';
import { sinceStart, startTimed, warmup } from './run.js';

const notNegative = { min: 0, why: 'timm stops with an AssertionError. Write 0 or more.' };

/** timm's TanhLRScheduler. */
export const tanhLr = defineScheduler({
  type: 'timm.TanhLRScheduler',
  aliases: [],
  conf: () => ({
    t_initial: tInitial('Length of the decay, or of the first of several.'),
    lb: number('lb').default(-7).meta({
      description:
        'Where on the hyperbolic tangent a cycle starts; the lower, the longer it stays at its peak.',
      unit: 'argument of tanh',
    }),
    ub: number('ub').default(3).meta({
      description: 'Where on the hyperbolic tangent a cycle ends; it must be above lb.',
      unit: 'argument of tanh',
    }),
    lr_min: lrMin(),
    ...cycleFields(notNegative),
    ...warmupFields(notNegative),
    warmup_prefix: warmupPrefix(false),
    ...commonFields(),
  }),
  summary: 'Hyperbolic-tangent decay with warm restarts, linear warm-up and noise.',
  formula: warmedUp(
    `lr = lr_min + 0.5 * (optim_conf.lr * cycle_decay^i - lr_min) * (1 - tanh(lb * (1 - t_i / T_i) + ub * t_i / T_i)); s is the time in the schedule, t_i in its cycle i, T_i = t_initial * cycle_mul^i the length of that; lr_min after cycle_limit cycles; ${ownTime}; top = optim_conf.lr with warmup_prefix: true, else the lr at t = warmup_t`,
    'top',
  ),
  reference: {
    title: 'Stochastic Gradient Descent with Hyperbolic-Tangent Decay on Classification',
    authors: 'Hsueh et al.',
    year: 2019,
    url: 'https://arxiv.org/abs/1806.01593',
  },
  stateless: true,
  example: { conf: { t_initial: 20_000, warmup_t: 1000, t_in_epochs: false }, lr: 1e-3, steps: 22_000 },
  ...warmup,
  end: cyclesEnd,
  check: (conf) => [
    ...(conf.lb < conf.ub
      ? []
      : [
          {
            path: ['lb'] as const,
            message: `lb is ${conf.lb} and ub is ${conf.ub}: timm stops with an AssertionError unless lb < ub, since the learning rate would rise. Write a smaller lb.`,
          },
        ]),
    ...noiseConflicts(conf),
  ],
  start(conf, { lr }) {
    const { lr_min, lb, ub } = conf;
    const since = sinceStart(conf);
    const after = (t: number) => {
      const place = placeIn(conf, since(t));
      if (!place) return lr_min;
      const share = place.at / place.length;
      return lr_min + 0.5 * (lr * place.peak - lr_min) * (1 - Math.tanh(lb * (1 - share) + ub * share));
    };
    // A warm-up in place of the first part meets the decay where that has come to.
    return startTimed(conf, lr, after, conf.warmup_prefix ? lr : after(conf.warmup_t));
  },
});
