import type { Conflict } from '../../optimizers/optimizer.js';
import { choice, number } from '../kinds.js';
import { defineScheduler } from '../scheduler.js';
import { commonFields, lrMin, tInitial, timeUnit, warmedUp, warmupFields } from './fields.js';
import { noiseConflicts } from './noise.js';
import { startTimed, warmup } from './run.js';

const positive = { above: 0, why: 'timm stops with a ValueError. Write a number above 0.' };
const decays = ['linear', '1-sqrt', 'cosine', 'power', 'exp'] as const;

/** What is left at a share of the decay. */
function left({ decay_fn, decay_power, decay_ratio: ratio }: Decay, share: number): number {
  if (decay_fn === 'linear') return 1 - share;
  if (decay_fn === '1-sqrt') return 1 - Math.sqrt(share);
  if (decay_fn === 'cosine') return 0.5 * (1 + Math.cos(Math.PI * share));
  if (decay_fn === 'power') return 1 - share ** decay_power;
  return (ratio ** share - ratio) / (1 - ratio);
}

interface Decay {
  readonly decay_fn: (typeof decays)[number];
  readonly decay_power: number;
  readonly decay_ratio: number;
}

/** timm's WSDLRScheduler. */
export const wsdLr = defineScheduler({
  type: 'timm.WSDLRScheduler',
  aliases: [],
  conf: () => ({
    t_initial: tInitial('Length of the stable part and the decay together; the warm-up goes before it.'),
    decay_t: number('decay_t', positive).meta({
      description: 'Length of the decay, the last part of t_initial.',
      unit: timeUnit,
    }),
    lr_min: lrMin(),
    stable_fn: choice('stable_fn', ['constant', 'rsqrt', 'power']).default('constant').meta({
      description:
        'The stable part: constant, falling with the inverse square root of time, or with its power stable_power.',
    }),
    stable_timescale: number('stable_timescale').nullable().default(null).meta({
      description: 'How slow the stable part falls (rsqrt, power). null: warmup_t.',
      unit: timeUnit,
    }),
    stable_power: number('stable_power', positive).default(0.5).meta({
      description: 'Power of stable_fn power.',
      unit: 'power',
    }),
    decay_fn: choice('decay_fn', decays).default('1-sqrt').meta({
      description: 'How the learning rate falls at the end.',
    }),
    decay_power: number('decay_power', positive).default(0.5).meta({
      description: 'Power of decay_fn power.',
      unit: 'power',
    }),
    decay_ratio: number('decay_ratio', { above: 0, below: 1, why: 'timm stops with a ValueError.' })
      .default(0.1)
      .meta({
        description: 'How far decay_fn exp falls before it is stretched to lr_min.',
        unit: 'share of the stable learning rate',
      }),
    ...warmupFields(),
    ...commonFields(),
  }),
  summary: 'Linear warm-up, a long stable part, then decay to lr_min at the end.',
  formula: warmedUp(
    'lr = lr_min + (max(optim_conf.lr * stable(t - warmup_t), lr_min) - lr_min) * decay(x), x from 0 to 1 in the last decay_t of t_initial; stable: 1 (constant) or (1 + time / stable_timescale)^-stable_power (0.5 with rsqrt); decay: from 1 to 0 along decay_fn',
  ),
  reference: {
    title: 'Scaling Laws and Compute-Optimal Training Beyond Fixed Training Durations',
    authors: 'Hägele et al.',
    year: 2024,
    url: 'https://arxiv.org/abs/2405.18392',
  },
  stateless: true,
  example: {
    conf: { t_initial: 19_000, decay_t: 4000, warmup_t: 1000, t_in_epochs: false },
    lr: 1e-3,
    steps: 20_000,
  },
  ...warmup,
  end: ({ t_initial, warmup_t, t_in_epochs }) => ({
    key: 't_initial',
    at: warmup_t + t_initial,
    unit: t_in_epochs ? 'epochs' : 'real steps',
  }),
  check(conf) {
    const found: Conflict[] = [...noiseConflicts(conf)];
    const { t_initial, decay_t, stable_fn, warmup_t } = conf;
    if (decay_t > t_initial)
      found.push({
        path: ['decay_t'],
        message: `decay_t is ${decay_t}, but t_initial is ${t_initial}: timm stops with "Invalid decay_t (${decay_t}), must be in (0, t_initial]". Write a shorter decay.`,
      });
    const timescale = conf.stable_timescale ?? warmup_t;
    if (stable_fn !== 'constant' && timescale <= 0)
      found.push({
        path: [conf.stable_timescale === null ? 'stable_fn' : 'stable_timescale'],
        message: `The timescale of stable_fn ${stable_fn} is ${timescale}: timm stops with "stable_fn=${stable_fn} requires a positive stable_timescale, it defaults to warmup_t". Write a stable_timescale above 0.`,
      });
    return found;
  },
  start(conf, { lr }) {
    const { t_initial, decay_t, lr_min, stable_fn, warmup_t } = conf;
    const timescale = conf.stable_timescale ?? warmup_t;
    const power = stable_fn === 'rsqrt' ? 0.5 : conf.stable_power;
    const stable = (t: number) => (stable_fn === 'constant' ? 1 : (1 + t / timescale) ** -power);
    return startTimed(conf, lr, (time) => {
      const t = time - warmup_t;
      const high = Math.max(lr * stable(t), lr_min);
      const decaying = t - (t_initial - decay_t);
      if (decaying <= 0) return high;
      return lr_min + (high - lr_min) * left(conf, Math.min(decaying / decay_t, 1));
    });
  },
});
