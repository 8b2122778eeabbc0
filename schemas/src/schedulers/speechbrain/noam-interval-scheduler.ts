import { numberList } from '../kinds.js';
import { defineScheduler } from '../scheduler.js';
import { attention, noamKeys, noamScale } from './noam-scheduler.js';
import { calledAfterUpdates, peakOfCall } from './shared.js';

/** SpeechBrain's Noam with factors from given updates on. */
export const noamIntervalScheduler = defineScheduler({
  type: 'speechbrain.NoamIntervalScheduler',
  aliases: [],
  conf: () => ({
    ...noamKeys(),
    anneal_steps: numberList('anneal_steps').meta({
      description: 'Calls after which the learning rate is multiplied by the entry of anneal_rates.',
      unit: 'real steps',
    }),
    anneal_rates: numberList('anneal_rates').meta({
      description: 'What the learning rate is multiplied by, one for each entry of anneal_steps.',
      unit: 'factor',
    }),
  }),
  summary: 'Noam, and from given updates on a factor more for each.',
  formula:
    'n = real_step - 1; lr = optim_conf.lr when n = 0; then lr = lr_initial * k * min(n^-0.5, n * n_warmup_steps^-1.5) * product of the anneal_rates with anneal_steps < n; k as in NoamScheduler',
  reference: attention,
  stateless: true,
  example: {
    conf: { n_warmup_steps: 5000, anneal_steps: [40_000, 60_000], anneal_rates: [0.5, 0.1] },
    lr: 1e-3,
    steps: 80_000,
  },
  warmupEnd: (conf) => peakOfCall(conf.n_warmup_steps),
  check: (conf) =>
    conf.anneal_rates.length >= conf.anneal_steps.length
      ? []
      : [
          {
            path: ['anneal_rates'],
            message: `anneal_rates has ${conf.anneal_rates.length} entries and anneal_steps ${conf.anneal_steps.length}: SpeechBrain stops with an IndexError. Write a rate for each step.`,
          },
        ],
  start(conf, { lr }) {
    const scale = noamScale(conf);
    return calledAfterUpdates(lr, (n) => {
      let value = scale(n);
      conf.anneal_steps.forEach((after, i) => {
        if (n > after) value *= conf.anneal_rates[i] ?? Number.NaN;
      });
      return (conf.lr_initial ?? lr) * value;
    });
  },
});
