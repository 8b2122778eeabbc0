import { defineScheduler } from '../scheduler.js';
import { lastEpoch } from './last-epoch.js';
import { warmupSteps } from './warmup-steps.js';

/** ESPnet's usual schedule: linear warm-up to optim_conf.lr, then decay with the inverse square root of the step. */
export const warmupLr = defineScheduler({
  type: 'espnet.WarmupLR',
  aliases: ['espnet.warmuplr'],
  conf: () => ({
    warmup_steps: warmupSteps(
      'Length of the warm-up: the learning rate rises linearly to optim_conf.lr at this real step, then falls with 1/sqrt(real step).',
    ),
    last_epoch: lastEpoch(),
  }),
  summary:
    'Linear warm-up to optim_conf.lr, then decay with the inverse square root of the real step; the schedule of most ESPnet recipes.',
  formula:
    'lr = optim_conf.lr * warmup_steps^0.5 * min(n^-0.5, n * warmup_steps^-1.5), where n is the real step',
  reference: {
    title: 'Attention Is All You Need, section 5.3 (ESPnet: espnet2/schedulers/warmup_lr.py)',
    authors: 'Vaswani et al.',
    year: 2017,
    url: 'https://arxiv.org/abs/1706.03762',
  },
  stateless: true,
  example: { conf: { warmup_steps: 25000 }, lr: 2e-3, steps: 150_000 },
  warmupEnd: ({ warmup_steps }) => warmup_steps,
  start({ warmup_steps: warmup }, { lr }) {
    const top = lr * warmup ** 0.5;
    const slope = warmup ** -1.5;
    return { lr: ({ realStep }) => top * Math.min(realStep ** -0.5, realStep * slope) };
  },
});
