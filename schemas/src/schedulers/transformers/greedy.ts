import type { Conflict } from '../../optimizers/optimizer.js';
import { choice, flag, number, numberOrOne, onlyNumber } from '../kinds.js';
import { drivenBy } from '../plateau.js';
import { plateauFields } from '../plateau-conf.js';
import { defineScheduler } from '../scheduler.js';
import { startGreedy } from './greedy-state.js';

const { monitor, mode } = plateauFields();

/** transformers' GreedyLR, moved by the Trainer's evaluations. */
export const greedy = defineScheduler({
  type: 'transformers.greedy',
  aliases: [],
  conf: () => ({
    monitor,
    mode,
    factor: number('factor', {
      below: 1,
      why: 'transformers says "Factor should be < 1.0.": the learning rate is multiplied and divided by it. Write 0.5 to 0.99.',
    })
      .default(0.95)
      .meta({
        description: 'The learning rate is divided by it on improvement, and multiplied by it on a plateau.',
        unit: 'factor',
      }),
    patience: number('patience').default(10).meta({
      description:
        'Validations in a row, better or not, after whose following one the learning rate changes.',
      unit: 'validations',
    }),
    threshold: number('threshold').default(1e-6).meta({
      description:
        'By how much a metric must pass the best one to count as an improvement (see threshold_mode).',
      unit: 'the metric’s own unit, or share of the best metric',
    }),
    threshold_mode: choice('threshold_mode', ['rel', 'abs']).default('abs').meta({
      description: 'rel: threshold is a share of the best metric; abs: it is a difference from it.',
    }),
    cooldown: number('cooldown').default(0).meta({
      description: 'Validations after a reduction that are not counted.',
      unit: 'validations',
    }),
    warmup: number('warmup').default(0).meta({
      description: 'Validations after an increase that are not counted.',
      unit: 'validations',
    }),
    min_lr: numberOrOne('min_lr').default(1e-3).meta({
      description: 'The learning rate is not reduced below this.',
      unit: 'learning rate',
    }),
    max_lr: numberOrOne('max_lr').default(1).meta({
      description: 'The learning rate is not increased above this.',
      unit: 'learning rate',
    }),
    eps: number('eps').default(1e-8).meta({
      description: 'A change by no more than this is not made.',
      unit: 'learning rate',
    }),
    verbose: flag('verbose').default(false).meta({
      description: 'Prints a line for each change.',
      noEffect: 'it prints only; each change is in the metrics of the run.',
    }),
    smooth: flag('smooth').default(false).meta({
      description: 'Judges the mean of the last window_size metrics instead of each metric.',
    }),
    window_size: number('window_size').default(50).meta({
      description: 'Metrics in the mean of smooth.',
      unit: 'validations',
    }),
    reset_start: number('reset_start').default(500).meta({
      description: 'Reductions called for at min_lr after which the schedule starts anew at optim_conf.lr.',
      unit: 'reductions',
    }),
  }),
  summary: 'The learning rate rises while the validation metric improves, and falls while it does not.',
  formula:
    'lr = min(lr / factor, max_lr) after more than patience improvements in a row, max(lr * factor, min_lr) after more than patience validations in a row without; starts at optim_conf.lr',
  reference: {
    title: 'GreedyLR: A Novel Adaptive Learning Rate Scheduler',
    year: 2025,
    url: 'https://arxiv.org/abs/2512.14527',
  },
  stateless: false,
  example: {
    conf: { factor: 0.9, patience: 2, min_lr: 1e-5, max_lr: 2e-3 },
    lr: 1e-3,
    steps: 20_000,
    stepsPerEpoch: 500,
  },
  metric: drivenBy,
  check({ factor, smooth, window_size }) {
    const found: Conflict[] = [];
    if (factor === 0)
      found.push({
        path: ['factor'],
        message:
          'factor is 0: transformers divides the learning rate by it and stops with a ZeroDivisionError. Write 0.5 to 0.99.',
      });
    if (smooth && window_size < 1)
      found.push({
        path: ['window_size'],
        message: `window_size is ${window_size}: the mean of no metrics stops transformers with a ZeroDivisionError. Write 1 or more.`,
      });
    return found;
  },
  start(conf, { lr }) {
    const options = { ...conf, min_lr: onlyNumber(conf.min_lr), max_lr: onlyNumber(conf.max_lr) };
    const run = startGreedy(options, lr);
    return { lr: ({ metrics }) => run.read(metrics), state: run.state, loadState: run.loadState };
  },
});
