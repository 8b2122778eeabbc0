import { number } from '../kinds.js';
import { defineScheduler } from '../scheduler.js';
import { calledAfterUpdates, givenLr, peakOfCall, someSteps, steps } from './shared.js';

/** SpeechBrain's tri-stage schedule. Unlike fairseq's, the decay does not stop at its end. */
export const triStageLrSchedule = defineScheduler({
  type: 'speechbrain.TriStageLRSchedule',
  aliases: [],
  conf: () => ({
    lr: givenLr('lr'),
    warmup_steps: someSteps('warmup_steps', 'Length of the linear warm-up to lr.'),
    hold_steps: steps('hold_steps', 'How long the learning rate stays at lr after the warm-up.'),
    decay_steps: someSteps('decay_steps', 'Updates in which the learning rate falls to lr * final_lr_scale.'),
    total_steps: number('total_steps').meta({
      description: 'Updates of the whole training. SpeechBrain keeps it and uses it nowhere.',
      unit: 'real steps',
      noEffect: 'SpeechBrain keeps it and uses it nowhere: the stages have lengths of their own.',
    }),
    init_lr_scale: number('init_lr_scale').default(0.01).meta({
      description: 'What lr is multiplied by at the start of the warm-up.',
      unit: 'factor',
    }),
    final_lr_scale: number('final_lr_scale', {
      above: 0,
      why: 'Its logarithm is taken ("math domain error"): write 0.01 to 1.',
    })
      .default(0.05)
      .meta({ description: 'What lr has been multiplied by after decay_steps.', unit: 'factor' }),
  }),
  summary: 'Linear warm-up, a hold, then exponential decay. The first update has optim_conf.lr itself.',
  formula:
    'n = real_step - 1; lr = optim_conf.lr when n = 0; lr * (init_lr_scale + (1 - init_lr_scale) * n / warmup_steps) while n < warmup_steps; lr while n < warmup_steps + hold_steps; then lr * final_lr_scale^((n - warmup_steps - hold_steps) / decay_steps)',
  reference: {
    title: 'SpecAugment: A Simple Data Augmentation Method for Automatic Speech Recognition',
    authors: 'Park et al.',
    year: 2019,
    url: 'https://arxiv.org/abs/1904.08779',
  },
  stateless: true,
  example: {
    conf: { warmup_steps: 5000, hold_steps: 20_000, decay_steps: 25_000, total_steps: 50_000 },
    lr: 1e-3,
    steps: 50_000,
  },
  warmupEnd: (conf) => peakOfCall(conf.warmup_steps),
  end: (conf) => ({
    key: 'decay_steps',
    at: conf.warmup_steps + conf.hold_steps + conf.decay_steps,
    unit: 'real steps',
  }),
  start(conf, { lr }) {
    const { warmup_steps: warmup, hold_steps: hold } = conf;
    const peak = conf.lr ?? lr;
    const first = conf.init_lr_scale * peak;
    const slope = (peak - first) / warmup;
    const rate = -Math.log(conf.final_lr_scale) / conf.decay_steps;
    return calledAfterUpdates(lr, (n) => {
      if (n < warmup) return first + slope * n;
      return n < warmup + hold ? peak : peak * Math.exp(-rate * (n - hold - warmup));
    });
  },
});
