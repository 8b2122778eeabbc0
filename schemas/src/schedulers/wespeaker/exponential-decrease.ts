import { flag, number } from '../kinds.js';
import { defineScheduler } from '../scheduler.js';
import { stepsDone } from '../step-count.js';

const logarithm = (name: string) =>
  number(name, { above: 0, why: 'Its logarithm is taken ("math domain error"): write a learning rate.' });

/** WeSpeaker's exponential decay with a linear warm-up, the usual schedule of speaker embeddings. */
export const exponentialDecrease = defineScheduler({
  type: 'wespeaker.ExponentialDecrease',
  aliases: [],
  conf: () => ({
    num_epochs: number('num_epochs', {
      above: 0,
      why: 'WeSpeaker stops with a ZeroDivisionError: write the epochs of the whole training.',
    }).meta({
      description: 'Epochs of the whole training, which WeSpeaker fills in itself.',
      unit: 'epochs',
    }),
    epoch_iter: number('epoch_iter', {
      above: 0,
      why: 'WeSpeaker stops with a ZeroDivisionError: write the updates of one epoch.',
    }).meta({
      description: 'Updates of one epoch, which WeSpeaker fills in itself.',
      unit: 'real steps in an epoch',
    }),
    initial_lr: logarithm('initial_lr').nullable().default(null).meta({
      description: 'The learning rate from which the decay starts. null: optim_conf.lr.',
      unit: 'learning rate',
    }),
    final_lr: logarithm('final_lr').meta({
      description: 'The learning rate at the end of the training, before scale_ratio.',
      unit: 'learning rate',
    }),
    warm_up_epoch: number('warm_up_epoch').default(6).meta({
      description: 'Length of the warm-up, which goes on during the decay.',
      unit: 'epochs',
    }),
    scale_ratio: number('scale_ratio').default(1).meta({
      description:
        'What the learning rate is multiplied by after the warm-up, for large batches; WeSpeaker fills it in.',
      unit: 'factor',
    }),
    warm_from_zero: flag('warm_from_zero').default(false).meta({
      description:
        'true: the warm-up starts at 0; false: at initial_lr, so that there is none unless scale_ratio is above 1.',
    }),
  }),
  summary: 'Exponential decay from initial_lr to final_lr, times a linear warm-up.',
  formula:
    't = real_step - 1; lr = w * initial_lr * (final_lr / initial_lr)^(t / (num_epochs * epoch_iter)); w = scale_ratio; while t < warm_up_epoch * epoch_iter with warm_from_zero w = scale_ratio * t / (warm_up_epoch * epoch_iter), else with scale_ratio > 1 w = 1 + (scale_ratio - 1) * t / (warm_up_epoch * epoch_iter)',
  reference: {
    title: 'Wespeaker: A Research and Production oriented Speaker Embedding Learning Toolkit',
    authors: 'Wang et al.',
    year: 2022,
    url: 'https://arxiv.org/abs/2210.17016',
  },
  stateless: true,
  example: {
    conf: { num_epochs: 150, epoch_iter: 100, final_lr: 5e-5, warm_from_zero: true },
    lr: 0.1,
    steps: 15_000,
    stepsPerEpoch: 100,
  },
  warmupEnd(conf) {
    const length = conf.warm_up_epoch * conf.epoch_iter;
    return length > 0 && (conf.warm_from_zero || conf.scale_ratio > 1) ? Math.ceil(length) + 1 : undefined;
  },
  end: (conf) => ({ key: 'num_epochs', at: conf.num_epochs, unit: 'epochs' }),
  ignoresLr: (conf) =>
    conf.initial_lr === null
      ? undefined
      : `The schedule starts from initial_lr (${conf.initial_lr}), whatever optim_conf.lr is.`,
  check: (conf, { lr }) =>
    conf.initial_lr === null && lr <= 0
      ? [
          {
            path: ['initial_lr'],
            message: `optim_conf.lr is ${lr}, and WeSpeaker takes its logarithm ("math domain error"). Write initial_lr, or an lr above 0.`,
          },
        ]
      : [],
  start(conf, { lr }) {
    const initial = conf.initial_lr ?? lr;
    const total = conf.num_epochs * conf.epoch_iter;
    const warmup = conf.warm_up_epoch * conf.epoch_iter;
    const scale = conf.scale_ratio;
    const factor = (t: number) => {
      if (t >= warmup) return scale;
      if (conf.warm_from_zero) return (scale * t) / warmup;
      return scale > 1 ? ((scale - 1) * t) / warmup + 1 : scale;
    };
    return {
      lr(step) {
        const t = stepsDone(step);
        return factor(t) * initial * Math.exp((t / total) * Math.log(conf.final_lr / initial));
      },
    };
  },
});
