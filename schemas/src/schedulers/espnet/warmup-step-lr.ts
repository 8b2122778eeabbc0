import { number, whole } from '../kinds.js';
import { defineScheduler } from '../scheduler.js';
import { lastEpoch } from './last-epoch.js';
import { warmupDivisor, zeroWarmup } from './warmup-steps.js';

/** Linear warm-up, then a staircase over epochs of a length that the conf states. */
export const warmupStepLr = defineScheduler({
  type: 'espnet.WarmupStepLR',
  aliases: ['espnet.warmupsteplr'],
  conf: () => ({
    warmup_steps: warmupDivisor(
      'Length of the warm-up: the learning rate rises linearly to optim_conf.lr at this real step.',
    ),
    steps_per_epoch: whole('steps_per_epoch', {
      min: 1,
      why: 'ESPnet divides by it: write the real steps of one epoch.',
    })
      .default(10000)
      .meta({
        description:
          'Real steps that count as one epoch. It is not taken from the data: change it with the batch size and the number of GPUs.',
        unit: 'real steps',
        integer: true,
      }),
    step_size: whole('step_size', { min: 1, why: 'ESPnet divides by it: write at least 1.' })
      .default(1)
      .meta({
        description:
          'Epochs after the warm-up for which the learning rate stays, before it is multiplied by gamma.',
        unit: 'epochs',
        integer: true,
      }),
    gamma: number('gamma').default(0.1).meta({
      description: 'What the learning rate is multiplied by every step_size epochs after the warm-up.',
      unit: 'factor',
    }),
    last_epoch: lastEpoch(),
  }),
  summary:
    'Linear warm-up to optim_conf.lr, then a multiplication by gamma every step_size epochs of steps_per_epoch real steps.',
  formula:
    'lr = optim_conf.lr * n / warmup_steps while n <= warmup_steps, then optim_conf.lr * gamma^floor((floor(n / steps_per_epoch) - floor(warmup_steps / steps_per_epoch)) / step_size), where n is the real step',
  reference: {
    title: 'ESPnet: espnet2/schedulers/warmup_step_lr.py',
    url: 'https://github.com/espnet/espnet/blob/master/espnet2/schedulers/warmup_step_lr.py',
  },
  stateless: true,
  example: {
    conf: { warmup_steps: 4000, steps_per_epoch: 1000, step_size: 5, gamma: 0.5 },
    lr: 1e-3,
    steps: 30_000,
  },
  warmupEnd: ({ warmup_steps }) => (warmup_steps > 0 ? warmup_steps : undefined),
  check: zeroWarmup,
  start({ warmup_steps: warmup, steps_per_epoch, step_size, gamma }, { lr }) {
    const slope = lr * warmup ** -1;
    const warmupEpochs = Math.floor(warmup / steps_per_epoch);
    return {
      lr({ realStep }) {
        if (realStep <= warmup) return slope * realStep;
        const epochs = Math.floor(realStep / steps_per_epoch) - warmupEpochs;
        return lr * gamma ** Math.floor(epochs / step_size);
      },
    };
  },
});
