import { number, whole } from '../kinds.js';
import { defineScheduler } from '../scheduler.js';
import { epochsDone, stepsDone } from '../step-count.js';
import { warmupEnd, warmupFactor, warmupKeys } from './warmup.js';

/** 1 at the start, (half)^0.25 at `half` and falling with the inverse square root far beyond it. */
const decay = (done: number, half: number): number => ((done ** 2 + half ** 2) / half ** 2) ** -0.25;

/** Icefall's Eden, which falls with updates and with epochs. Its epochs count from 0, as icefall's training calls it. */
export const eden = defineScheduler({
  type: 'icefall.Eden',
  aliases: [],
  conf: () => ({
    lr_batches: number('lr_batches', {
      above: 0,
      why: 'Icefall divides by its square: write the number of updates after which the decay sets in, such as 7500.',
    }).meta({
      description: 'The number of updates after which the learning rate starts to fall markedly.',
      unit: 'real steps',
    }),
    lr_epochs: number('lr_epochs', {
      above: 0,
      why: 'Icefall divides by its square: write the number of epochs after which the decay sets in, such as 3.5.',
    }).meta({
      description: 'The number of epochs after which the learning rate starts to fall markedly.',
      unit: 'epochs',
    }),
    ...warmupKeys(),
    steps_per_epoch: whole('steps_per_epoch', {
      min: 1,
      why: 'Write the number of updates in one epoch, or remove it: then the epochs of the training count.',
    })
      .nullable()
      .default(null)
      .meta({
        description:
          'Updates in one epoch, where the epochs are to be counted from it (a key of this project, not of icefall). null: the epochs of the training count.',
        unit: 'real steps in an epoch',
      }),
  }),
  summary: 'Decay with the inverse square root of updates and of epochs, after a short linear warm-up.',
  formula:
    't = real_step - 1; e = epoch - 1; lr = optim_conf.lr * ((t^2 + lr_batches^2) / lr_batches^2)^-0.25 * ((e^2 + lr_epochs^2) / lr_epochs^2)^-0.25 * w; w = warmup_start + (1 - warmup_start) * t / warmup_batches while t < warmup_batches, then 1',
  reference: {
    title: 'Zipformer: A faster and better encoder for automatic speech recognition',
    authors: 'Yao et al.',
    year: 2023,
    url: 'https://arxiv.org/abs/2310.11230',
  },
  stateless: true,
  example: {
    conf: { lr_batches: 7500, lr_epochs: 3.5, warmup_start: 0.1 },
    lr: 0.045,
    steps: 60_000,
    stepsPerEpoch: 2000,
  },
  warmupEnd,
  start: (conf, { lr }) => ({
    lr(step) {
      const batch = stepsDone(step);
      const perEpoch = conf.steps_per_epoch;
      const epoch = perEpoch === null ? epochsDone(step) : Math.floor(batch / perEpoch);
      return lr * (decay(batch, conf.lr_batches) * decay(epoch, conf.lr_epochs)) * warmupFactor(conf, batch);
    },
  }),
});
