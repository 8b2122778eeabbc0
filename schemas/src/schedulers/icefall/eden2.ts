import { number } from '../kinds.js';
import { defineScheduler } from '../scheduler.js';
import { stepsDone } from '../step-count.js';
import { warmupEnd, warmupFactor, warmupKeys } from './warmup.js';

/** Icefall's Eden2: Eden without epochs. */
export const eden2 = defineScheduler({
  type: 'icefall.Eden2',
  aliases: [],
  conf: () => ({
    lr_batches: number('lr_batches', {
      above: 0,
      why: 'Icefall divides by its square: write the number of updates after which the decay sets in, such as 5000.',
    }).meta({
      description: 'The number of updates after which the learning rate starts to fall markedly.',
      unit: 'real steps',
    }),
    ...warmupKeys(),
  }),
  summary: 'Decay with the inverse of the updates, flat at first, after a short linear warm-up.',
  formula:
    't = real_step - 1; lr = optim_conf.lr * ((t^2 + lr_batches^2) / lr_batches^2)^-0.5 * w; w = warmup_start + (1 - warmup_start) * t / warmup_batches while t < warmup_batches, then 1',
  reference: {
    title: 'icefall, egs/librispeech/ASR/zipformer/optim.py',
    authors: 'k2-fsa',
    year: 2023,
    url: 'https://github.com/k2-fsa/icefall',
  },
  stateless: true,
  example: { conf: { lr_batches: 5000 }, lr: 0.04, steps: 40_000 },
  warmupEnd,
  start: (conf, { lr }) => ({
    lr(step) {
      const batch = stepsDone(step);
      const decay = ((batch ** 2 + conf.lr_batches ** 2) / conf.lr_batches ** 2) ** -0.5;
      return lr * decay * warmupFactor(conf, batch);
    },
  }),
});
