import { number } from '../kinds.js';
import { defineScheduler } from '../scheduler.js';
import { calledAfterUpdates, givenLr, peakOfCall, someSteps } from './shared.js';

/** The keys of SpeechBrain's Noam. */
export const noamKeys = () => ({
  lr_initial: givenLr('lr_initial'),
  n_warmup_steps: someSteps(
    'n_warmup_steps',
    'Length of the warm-up: call n_warmup_steps has the peak, and after it the learning rate falls.',
  ),
  model_size: number('model_size', {
    above: 0,
    why: 'It is raised to the power -0.5: write the width of the model, or null.',
  })
    .nullable()
    .default(null)
    .meta({
      description:
        'Width of the Transformer. When given, the peak is lr_initial * (model_size * n_warmup_steps)^-0.5; null: it is lr_initial.',
      unit: 'features',
    }),
});

interface NoamConf {
  readonly lr_initial: number | null;
  readonly n_warmup_steps: number;
  readonly model_size: number | null;
}

/** The factor on lr_initial of call `n`. */
export function noamScale(conf: NoamConf): (n: number) => number {
  const warmup = conf.n_warmup_steps;
  const normalize = conf.model_size === null ? warmup ** 0.5 : conf.model_size ** -0.5;
  const slope = warmup ** -1.5;
  return (n) => normalize * Math.min(n ** -0.5, n * slope);
}

/** Where the schedule is from. */
export const attention = {
  title: 'Attention Is All You Need, section 5.3',
  authors: 'Vaswani et al.',
  year: 2017,
  url: 'https://arxiv.org/abs/1706.03762',
};

/** SpeechBrain's Noam, called after each update, so that the first one has optim_conf.lr. */
export const noamScheduler = defineScheduler({
  type: 'speechbrain.NoamScheduler',
  aliases: [],
  conf: noamKeys,
  summary:
    'Linear warm-up, then decay with the inverse square root of the real step. The first update has optim_conf.lr itself.',
  formula:
    'n = real_step - 1; lr = optim_conf.lr when n = 0; then lr = lr_initial * k * min(n^-0.5, n * n_warmup_steps^-1.5); k = n_warmup_steps^0.5, or model_size^-0.5 when model_size is given',
  reference: attention,
  stateless: true,
  example: { conf: { n_warmup_steps: 25_000 }, lr: 1e-3, steps: 100_000 },
  warmupEnd: (conf) => peakOfCall(conf.n_warmup_steps),
  start(conf, { lr }) {
    const scale = noamScale(conf);
    return calledAfterUpdates(lr, (n) => (conf.lr_initial ?? lr) * scale(n));
  },
});
