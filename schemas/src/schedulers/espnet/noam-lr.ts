import { number } from '../kinds.js';
import { defineScheduler } from '../scheduler.js';
import { lastEpoch } from './last-epoch.js';
import { warmupSteps } from './warmup-steps.js';

/** ESPnet's older Noam schedule, whose peak follows the width of the model. */
export const noamLr = defineScheduler({
  type: 'espnet.NoamLR',
  aliases: ['espnet.noamlr'],
  conf: () => ({
    model_size: number('model_size', {
      above: 0,
      why: 'ESPnet raises it to the power -0.5: write the width of the model.',
    })
      .default(320)
      .meta({
        description:
          'Width of the Transformer; it is not taken from the model. The peak is optim_conf.lr * model_size^-0.5 * warmup_steps^-0.5.',
        unit: 'features',
      }),
    warmup_steps: warmupSteps(
      'Length of the warm-up: the learning rate rises linearly until this real step, then falls with 1/sqrt(real step).',
    ),
    last_epoch: lastEpoch(),
  }),
  summary:
    'Linear warm-up, then decay with the inverse square root of the real step; optim_conf.lr is a factor of the peak, not the peak. ESPnet deprecates it: WarmupLR with the peak as optim_conf.lr is the same.',
  formula:
    'lr = optim_conf.lr * model_size^-0.5 * min(n^-0.5, n * warmup_steps^-1.5), where n is the real step',
  reference: {
    title: 'Attention Is All You Need, section 5.3 (ESPnet: espnet2/schedulers/noam_lr.py)',
    authors: 'Vaswani et al.',
    year: 2017,
    url: 'https://arxiv.org/abs/1706.03762',
  },
  stateless: true,
  example: { conf: { model_size: 256, warmup_steps: 25000 }, lr: 5, steps: 150_000 },
  warmupEnd: ({ warmup_steps }) => warmup_steps,
  start({ model_size, warmup_steps: warmup }, { lr }) {
    const top = lr * model_size ** -0.5;
    const slope = warmup ** -1.5;
    return { lr: ({ realStep }) => top * Math.min(realStep ** -0.5, realStep * slope) };
  },
});
