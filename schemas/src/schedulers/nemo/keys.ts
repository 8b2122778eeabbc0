import { flag, number, whole } from '../kinds.js';

const ofStart = 'It counts updates from the start: write 0 or more.';

/** `warmup_steps` and `warmup_ratio`, of which one may be given, for a warm-up to `peak`. */
export const warmupKeys = (peak = 'optim_conf.lr') => ({
  warmup_steps: number('warmup_steps', { min: 0, why: ofStart })
    .nullable()
    .default(null)
    .meta({
      description: `Length of the warm-up: the learning rate reaches ${peak} after so many updates. null or 0: none.`,
      unit: 'real steps',
    }),
  warmup_ratio: number('warmup_ratio', { min: 0, why: 'It is a share of max_steps: write 0 to 1.' })
    .nullable()
    .default(null)
    .meta({
      description: 'Length of the warm-up as a share of max_steps, rounded down; instead of warmup_steps.',
      unit: 'share of max_steps',
    }),
});

/** `hold_steps` and `hold_ratio`, of which one may be given. */
export const holdKeys = () => ({
  hold_steps: number('hold_steps', { min: 0, why: ofStart }).nullable().default(null).meta({
    description: 'How long the learning rate stays at optim_conf.lr after the warm-up.',
    unit: 'real steps',
  }),
  hold_ratio: number('hold_ratio', { min: 0, why: 'It is a share of max_steps: write 0 to 1.' })
    .nullable()
    .default(null)
    .meta({
      description: 'Length of the hold as a share of max_steps, rounded down; instead of hold_steps.',
      unit: 'share of max_steps',
    }),
});

/** `constant_steps` and `constant_ratio`, of which one may be given: a stretch at min_lr before max_steps. */
export const constantKeys = () => ({
  constant_steps: number('constant_steps', { min: 0, why: ofStart }).nullable().default(null).meta({
    description: 'How many of the last updates before max_steps are at min_lr already.',
    unit: 'real steps',
  }),
  constant_ratio: number('constant_ratio', { min: 0, why: 'It is a share of max_steps: write 0 to 1.' })
    .nullable()
    .default(null)
    .meta({
      description: 'The same as a share of max_steps, rounded down; instead of constant_steps.',
      unit: 'share of max_steps',
    }),
});

const steps = () =>
  number('max_steps', {
    min: 0,
    why: 'NeMo says "`max_steps` must be a non-negative integer"; the -1 of its recipes stands for "from the data". Write the number of updates of the whole training.',
  });

/** `max_steps`, which the class cannot do without. */
export const maxSteps = () =>
  steps().meta({
    description: 'Updates of the whole training, warm-up included. After them the learning rate is min_lr.',
    unit: 'real steps',
  });

/** `max_steps` of a class that runs without it; it has to be written where the class asks for it, if only as null. */
export const openMaxSteps = () =>
  steps().nullable().meta({
    description:
      'Updates of the whole training, warm-up included; after them the learning rate is min_lr. null: the schedule has no end.',
    unit: 'real steps',
  });

/** `min_lr` with the class's default. */
export const minLr = (initial: number) =>
  number('min_lr').default(initial).meta({
    description: 'The learning rate after max_steps, and the end or the floor of the decay.',
    unit: 'learning rate',
  });

/** `last_epoch`, which a copied configuration may have. */
export const lastEpoch = () =>
  whole('last_epoch', {
    min: -1,
    max: -1,
    why: 'Another value makes torch look for an earlier run in the optimizer, and stop with a KeyError. Remove it: a resumed run goes on by itself.',
  })
    .default(-1)
    .meta({
      description: 'Where torch starts to count: -1, at the start.',
      unit: 'real steps',
      noEffect: 'only -1 can be written, which is the default.',
    });

/** The exponent and the restart of the polynomial decays. */
export const polynomialKeys = () => ({
  power: number('power', {
    min: 0,
    why: 'At max_steps Python raises 0 to it, and a negative power stops with "math domain error". Write 1.0 for a line.',
  })
    .default(1)
    .meta({ description: 'Exponent of the decay: 1 is a straight line, 2 a parabola.', unit: 'exponent' }),
  cycle: flag('cycle').default(false).meta({
    description:
      'true: a decay that ends goes on, stretched to the next multiple of its length. It shows only where the decay ends before max_steps: after a warm-up without a hold in PolynomialHoldDecayAnnealing.',
  }),
});
