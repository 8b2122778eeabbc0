import { number, whole } from '../kinds.js';
import { defineScheduler } from '../scheduler.js';
import { stepsDone } from '../step-count.js';
import { lrKey, lrsOf, ownLr, warmupUpdates } from './keys.js';

/** One learning rate for each epoch, then a decay by epoch; linear warm-up at the beginning. */
export const fixed = defineScheduler({
  type: 'fairseq.fixed',
  aliases: [],
  conf: () => ({
    force_anneal: whole('force_anneal').nullable().default(null).meta({
      description:
        'Epoch from which the last learning rate of lr is multiplied by lr_shrink once more in each epoch. null: never.',
      unit: 'epochs',
      integer: true,
    }),
    lr_shrink: number('lr_shrink').default(0.1).meta({
      description: 'What the learning rate is multiplied by in each epoch of the decay.',
      unit: 'factor',
    }),
    warmup_updates: warmupUpdates(),
    lr: lrKey('Learning rates of the epochs, one for each; later epochs have the last one.'),
  }),
  summary: 'A learning rate for each epoch from a list, then a multiplication by lr_shrink in every epoch.',
  formula:
    'in epoch e: lr_e = the e-th of lr (the last one when there are fewer) while e < force_anneal, then the last one * lr_shrink^(e + 1 - force_anneal); after t real steps: lr_e * (t + 1) / warmup_updates while t < warmup_updates, then lr_e',
  reference: {
    title: 'fairseq: fairseq/optim/lr_scheduler/fixed_schedule.py',
    url: 'https://github.com/facebookresearch/fairseq/blob/main/fairseq/optim/lr_scheduler/fixed_schedule.py',
  },
  stateless: true,
  example: {
    conf: { force_anneal: 20, lr_shrink: 0.7, warmup_updates: 4000 },
    lr: 5e-4,
    steps: 60_000,
    stepsPerEpoch: 2000,
  },
  warmupEnd: ({ warmup_updates }) => (warmup_updates > 0 ? warmup_updates : undefined),
  ignoresLr: ownLr,
  start(conf, optimizer) {
    const lrs = lrsOf(conf.lr, optimizer.lr);
    const { force_anneal, lr_shrink, warmup_updates: warmup } = conf;
    const last = lrs.at(-1) ?? lrs[0];
    const ofEpoch = (epoch: number) =>
      force_anneal === null || epoch < force_anneal
        ? (lrs[epoch - 1] ?? last)
        : last * lr_shrink ** (epoch + 1 - force_anneal);
    return {
      lr(step) {
        const t = stepsDone(step);
        const lr = ofEpoch(step.epoch);
        return t < warmup ? ((t + 1) / warmup) * lr : lr;
      },
    };
  },
});
