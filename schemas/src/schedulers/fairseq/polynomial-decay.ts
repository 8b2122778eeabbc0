import { number, whole } from '../kinds.js';
import { defineScheduler } from '../scheduler.js';
import { stepsDone } from '../step-count.js';
import { lrKey, lrsOf, ownLr, warmupUpdates } from './keys.js';

interface State {
  /** The last epoch that has begun. */
  readonly epoch: number;
  /** The learning rate that the polynomial starts from. */
  readonly from: number;
}

/**
 * Linear warm-up, then polynomial decay. With `force_anneal` it remembers: fairseq takes at the beginning of each epoch
 * the learning rate that it finds in the optimizer as the new start of the whole polynomial.
 */
export const polynomialDecay = defineScheduler({
  type: 'fairseq.polynomial_decay',
  aliases: [],
  conf: () => ({
    warmup_updates: warmupUpdates(),
    force_anneal: whole('force_anneal').nullable().default(null).meta({
      description:
        'Epoch from which, at the beginning of each epoch, the present learning rate replaces lr, so that the decay multiplies up. null: never.',
      unit: 'epochs',
      integer: true,
    }),
    end_learning_rate: number('end_learning_rate')
      .default(0)
      .meta({ description: 'Learning rate from total_num_update on.', unit: 'learning rate' }),
    power: number('power')
      .default(1)
      .meta({ description: 'Exponent of the decay; 1 is a straight line.', unit: 'exponent' }),
    total_num_update: number('total_num_update', {
      above: 0,
      why: 'fairseq stops with "assert cfg.total_num_update > 0": write the real steps of the training, warm-up included.',
    }).meta({
      description:
        'Real steps at which the decay ends, warm-up included; fairseq’s default is optimization.max_update.',
      unit: 'real steps',
    }),
    lr: lrKey(
      'Peak of the warm-up; a list has one for each epoch, where epoch e takes the entry after the e-th, the last one from there on.',
    ),
  }),
  summary: 'Linear warm-up from 0 to lr, then polynomial decay to end_learning_rate.',
  formula:
    'after t real steps, with W = warmup_updates: lr_t = lr * t / W while t <= W, then (lr - end_learning_rate) * (1 - (t - W) / (total_num_update - W))^power + end_learning_rate while t < total_num_update, then end_learning_rate',
  reference: {
    title: 'fairseq: fairseq/optim/lr_scheduler/polynomial_decay_schedule.py',
    url: 'https://github.com/facebookresearch/fairseq/blob/main/fairseq/optim/lr_scheduler/polynomial_decay_schedule.py',
  },
  stateless: false,
  statelessWith: ({ force_anneal }) => force_anneal === null,
  example: { conf: { warmup_updates: 32_000, total_num_update: 400_000 }, lr: 5e-4, steps: 400_000 },
  warmupEnd: ({ warmup_updates }) => (warmup_updates > 0 ? warmup_updates + 1 : undefined),
  end: ({ total_num_update }) => ({ key: 'total_num_update', at: total_num_update, unit: 'real steps' }),
  ignoresLr: ownLr,
  start(conf, optimizer) {
    const { warmup_updates: warmup, end_learning_rate: end, power, total_num_update: total } = conf;
    const lrs = lrsOf(conf.lr, optimizer.lr);
    const lrAfter = (t: number, from: number) => {
      if (warmup > 0 && t <= warmup) return (t / warmup) * from;
      if (t >= total) return end;
      return (from - end) * (1 - (t - warmup) / (total - warmup)) ** power + end;
    };
    if (conf.force_anneal === null)
      return { lr: (step) => lrAfter(stepsDone(step), lrs[Math.min(step.epoch, lrs.length - 1)] ?? lrs[0]) };
    const forceAnneal = conf.force_anneal;
    let begun = 0;
    let from = lrs[0];
    return {
      lr(step) {
        const t = stepsDone(step);
        for (; begun < step.epoch; begun++) {
          const epoch = begun + 1;
          from = epoch < forceAnneal ? (lrs[Math.min(epoch, lrs.length - 1)] ?? from) : lrAfter(t, from);
        }
        return lrAfter(t, from);
      },
      state: (): State => ({ epoch: begun, from }),
      loadState(state) {
        const saved = state as State;
        begun = saved.epoch;
        from = saved.from;
      },
    };
  },
});
