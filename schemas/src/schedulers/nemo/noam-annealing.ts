import { number } from '../kinds.js';
import { defineScheduler } from '../scheduler.js';
import { stepsDone } from '../step-count.js';
import { lengthConflicts, minLrConflicts } from './conflicts.js';
import { lastEpoch, minLr, openMaxSteps, warmupKeys } from './keys.js';
import { stagesOf, warmupEnd } from './stages.js';

/** NeMo's Noam: optim_conf.lr is a factor on the paper's learning rate. */
export const noamAnnealing = defineScheduler({
  type: 'nemo.NoamAnnealing',
  aliases: [],
  conf: () => ({
    d_model: number('d_model', {
      above: 0,
      why: 'It is raised to the power -0.5: write the width of the model.',
    }).meta({
      description:
        'Width of the model. The peak is optim_conf.lr * d_model^-0.5 * warmup_steps^-0.5: optim_conf.lr is a factor, of 1 to 10 in most recipes.',
      unit: 'features',
    }),
    ...warmupKeys('its peak, optim_conf.lr * d_model^-0.5 * warmup_steps^-0.5,'),
    max_steps: openMaxSteps().default(null).meta({
      description: 'The whole of warmup_ratio. The schedule itself has no end.',
      unit: 'real steps',
    }),
    min_lr: minLr(0).meta({
      description: 'Floor of the learning rate after the warm-up.',
      unit: 'learning rate',
    }),
    last_epoch: lastEpoch(),
  }),
  summary:
    'Linear warm-up, then decay with the inverse square root of the real step, both times the inverse square root of the width of the model.',
  formula:
    's = max(1, real_step - 1); lr = optim_conf.lr * d_model^-0.5 * min(s^-0.5, s * warmup_steps^-1.5); once s > warmup_steps not below min_lr',
  reference: {
    title: 'Attention Is All You Need, section 5.3',
    authors: 'Vaswani et al.',
    year: 2017,
    url: 'https://arxiv.org/abs/1706.03762',
  },
  stateless: true,
  example: { conf: { d_model: 512, warmup_steps: 10_000, min_lr: 1e-6 }, lr: 5, steps: 50_000 },
  warmupEnd,
  check: (conf, optimizer) => [...lengthConflicts(conf), ...minLrConflicts(conf.min_lr, optimizer)],
  start(conf, { lr }) {
    const { warmup } = stagesOf(conf);
    const width = conf.d_model ** -0.5;
    return {
      lr(step) {
        const s = Math.max(1, stepsDone(step));
        const shape = warmup > 0 ? Math.min(s ** -0.5, s * warmup ** -1.5) : s ** -0.5;
        const value = lr * (width * shape);
        return s > warmup ? Math.max(value, conf.min_lr) : value;
      },
    };
  },
});
