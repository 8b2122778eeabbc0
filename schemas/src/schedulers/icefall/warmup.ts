import { flag, number } from '../kinds.js';

/** The keys of the warm-up that Eden and Eden2 share, and `verbose`. */
export const warmupKeys = () => ({
  warmup_batches: number('warmup_batches').default(500).meta({
    description: 'Length of the warm-up. 0: none.',
    unit: 'real steps',
  }),
  warmup_start: number('warmup_start', {
    min: 0,
    max: 1,
    why: 'Icefall stops with an AssertionError: it is the share of the learning rate at the start of the warm-up. Write 0 to 1, such as 0.1 or 0.5.',
  })
    .default(0.5)
    .meta({
      description: 'What the learning rate is multiplied by at the start of the warm-up; 1 at its end.',
      unit: 'factor',
    }),
  verbose: flag('verbose').default(false).meta({
    description: 'Whether icefall logs each change of the learning rate.',
    noEffect: 'the learning rate of each step is in the metrics anyway.',
  }),
});

interface Warmup {
  readonly warmup_batches: number;
  readonly warmup_start: number;
}

/** The factor of the warm-up after `batch` updates: from warmup_start to 1 in a straight line. */
export const warmupFactor = (conf: Warmup, batch: number): number =>
  batch >= conf.warmup_batches
    ? 1
    : conf.warmup_start + (1 - conf.warmup_start) * (batch / conf.warmup_batches);

/** The first real step past the warm-up; undefined without one. */
export const warmupEnd = (conf: Warmup): number | undefined =>
  conf.warmup_batches > 0 && conf.warmup_start < 1 ? Math.ceil(conf.warmup_batches) + 1 : undefined;
