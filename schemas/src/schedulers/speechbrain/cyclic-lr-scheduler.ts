import { choice, number } from '../kinds.js';
import { defineScheduler } from '../scheduler.js';
import { calledAfterUpdates, someSteps } from './shared.js';

const scales = {
  triangular: () => 1,
  triangular2: (_gamma: number, cycle: number) => 1 / 2 ** (cycle - 1),
  exp_range: (gamma: number, _cycle: number, n: number) => gamma ** n,
};

/** SpeechBrain's cyclical learning rate. */
export const cyclicLrScheduler = defineScheduler({
  type: 'speechbrain.CyclicLRScheduler',
  aliases: [],
  conf: () => ({
    base_lr: number('base_lr')
      .default(0.001)
      .meta({ description: 'Lower end of the cycle.', unit: 'learning rate' }),
    max_lr: number('max_lr')
      .default(0.006)
      .meta({ description: 'Upper end of the first cycle.', unit: 'learning rate' }),
    step_size: someSteps('step_size', 'Length of half a cycle.').default(2000).meta({
      description: 'Length of half a cycle.',
      unit: 'real steps',
    }),
    mode: choice('mode', ['triangular', 'triangular2', 'exp_range']).default('triangular').meta({
      description:
        'triangular: all cycles alike; triangular2: each half as high as the one before; exp_range: the height falls with gamma^n.',
    }),
    gamma: number('gamma')
      .default(1)
      .meta({ description: 'Base of the decay of mode exp_range.', unit: 'factor' }),
  }),
  summary:
    'Goes up and down between base_lr and max_lr in straight lines. The first update has optim_conf.lr itself.',
  formula:
    'n = real_step - 1; lr = optim_conf.lr when n = 0; then c = floor(1 + n / (2 * step_size)), lr = base_lr + (max_lr - base_lr) * max(0, 1 - |n / step_size - 2 * c + 1|) * s; s = 1, 2^(1 - c) or gamma^n',
  reference: {
    title: 'Cyclical Learning Rates for Training Neural Networks',
    authors: 'Smith',
    year: 2015,
    url: 'https://arxiv.org/abs/1506.01186',
  },
  stateless: true,
  example: { conf: { base_lr: 1e-8, max_lr: 1e-3, step_size: 5000 }, lr: 1e-3, steps: 40_000 },
  warmupEnd: (conf) => Math.ceil(conf.step_size) + 1,
  start: (conf, { lr }) =>
    calledAfterUpdates(lr, (n) => {
      const cycle = Math.floor(1 + n / (2 * conf.step_size));
      const x = Math.abs(n / conf.step_size - 2 * cycle + 1);
      const height = (conf.max_lr - conf.base_lr) * Math.max(0, 1 - x);
      return conf.base_lr + height * scales[conf.mode](conf.gamma, cycle, n);
    }),
});
