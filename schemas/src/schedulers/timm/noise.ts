import * as z from 'zod';
import { shown } from '../../messages.js';
import type { Conflict } from '../../optimizers/optimizer.js';
import { number, whole } from '../kinds.js';
import { torchGenerator } from './torch-random.js';

const wrongRange = {
  error: ({ input }: { readonly input?: unknown }) =>
    `noise_range_t is ${shown(input)}, but must be where noise begins, a list of where it begins and ends, or null.`,
};

/** The keys of noise that every schedule of timm has. */
export const noiseFields = () => ({
  noise_range_t: z
    .union(
      [number('noise_range_t'), z.array(number('an entry of noise_range_t')).length(2, wrongRange)],
      wrongRange,
    )
    .nullable()
    .default(null)
    .meta({
      description: 'From where on (and until where) noise multiplies the learning rate. null: no noise.',
      unit: 'epochs, or real steps with t_in_epochs: false',
    }),
  noise_pct: number('noise_pct').default(0.67).meta({
    description: 'Noise beyond this is drawn anew.',
    unit: 'share of the learning rate',
  }),
  noise_std: number('noise_std').default(1).meta({
    description: 'Standard deviation of the noise before it is limited.',
    unit: 'share of the learning rate',
  }),
  noise_seed: whole('noise_seed').nullable().default(42).meta({
    description: 'Seed of the noise: the one of time t is drawn with noise_seed + t. null: 42.',
    unit: 'seed',
    integer: true,
  }),
});

/** The validated keys of noise; `noise_type` is one of PlateauLRScheduler alone. */
export interface NoiseConf {
  readonly noise_range_t: number | readonly number[] | null;
  readonly noise_pct: number;
  readonly noise_std: number;
  readonly noise_seed: number | null;
  readonly noise_type?: 'normal' | 'uniform';
}

/** Normal noise that is drawn anew without end, or as good as. */
export function noiseConflicts(conf: NoiseConf): Conflict[] {
  const { noise_pct: limit, noise_std: deviation } = conf;
  if (conf.noise_range_t === null || conf.noise_type === 'uniform') return [];
  if (limit > 0 && limit >= Math.abs(deviation) * 1e-4) return [];
  return [
    {
      path: ['noise_pct'],
      message: `noise_pct is ${limit} with a noise_std of ${deviation}: timm draws noise anew until it is below noise_pct, which ${limit > 0 ? 'takes more than ten thousand draws at each step' : 'it never is'}. Write a larger noise_pct.`,
    },
  ];
}

const within = (range: number | readonly number[] | null, t: number): boolean => {
  if (range === null) return false;
  if (typeof range === 'number') return t >= range;
  const [from = 0, to = 0] = range;
  return from <= t && t < to;
};

/** timm's noise of time `t` as a share of the learning rate, from torch's random numbers; undefined where there is none. */
export function noiseAt(conf: NoiseConf, t: number): number | undefined {
  if (!within(conf.noise_range_t, t)) return undefined;
  const generator = torchGenerator((conf.noise_seed ?? 42) + t);
  if (conf.noise_type === 'uniform') return 2 * (generator.rand() - 0.5) * conf.noise_pct;
  for (;;) {
    const noise = generator.randn() * conf.noise_std;
    if (Math.abs(noise) < conf.noise_pct) return noise;
  }
}
