import { flag, number } from '../kinds.js';
import { defineScheduler } from '../scheduler.js';
import { stepsDone } from '../step-count.js';
import { lastEpoch } from './last-epoch.js';

const positive = 'The decay is computed from log(min_lr / max_lr): write a number above 0.';

/** Exponential decay from max_lr to min_lr after a warm-up. */
export const exponentialDecayWarmup = defineScheduler({
  type: 'espnet.ExponentialDecayWarmup',
  aliases: ['espnet.exponentialdecaywarmup'],
  conf: () => ({
    max_lr: number('max_lr', { above: 0, why: positive }).meta({
      description: 'Learning rate at the end of the warm-up, where the decay begins.',
      unit: 'learning rate',
    }),
    min_lr: number('min_lr', { above: 0, why: positive }).meta({
      description: 'Learning rate after total_steps; the decay goes on below it.',
      unit: 'learning rate',
    }),
    total_steps: number('total_steps').meta({
      description: 'Real steps after which the learning rate has fallen to min_lr, warm-up included.',
      unit: 'real steps',
    }),
    warmup_steps: number('warmup_steps').default(0).meta({
      description: 'Length of the warm-up; it must be less than total_steps.',
      unit: 'real steps',
    }),
    warm_from_zero: flag('warm_from_zero').default(false).meta({
      description:
        'true: the learning rate rises linearly from 0 to max_lr in the warm-up. false: it is optim_conf.lr throughout the warm-up, but for the first real step, which has max_lr.',
    }),
    last_epoch: lastEpoch(),
  }),
  summary:
    'Exponential decay from max_lr to min_lr at total_steps, after a warm-up that rises from 0 or stays at optim_conf.lr.',
  formula:
    'after t real steps: lr = max_lr * exp(log(min_lr / max_lr) * (t - warmup_steps) / (total_steps - warmup_steps)); while t < warmup_steps: max_lr * (t + 1) / warmup_steps with warm_from_zero (0 at t = 0), else optim_conf.lr (max_lr at t = 0)',
  reference: {
    title: 'ESPnet: espnet2/schedulers/exponential_decay_warmup.py',
    url: 'https://github.com/espnet/espnet/blob/master/espnet2/schedulers/exponential_decay_warmup.py',
  },
  stateless: true,
  example: {
    conf: { max_lr: 2e-3, min_lr: 1e-5, total_steps: 50_000, warmup_steps: 5000, warm_from_zero: true },
    lr: 2e-3,
    steps: 50_000,
  },
  warmupEnd: ({ warm_from_zero, warmup_steps }) =>
    warm_from_zero && warmup_steps > 0 ? Math.ceil(warmup_steps) : undefined,
  end: ({ total_steps }) => ({ key: 'total_steps', at: total_steps, unit: 'real steps' }),
  check: ({ warmup_steps, total_steps }) =>
    warmup_steps < total_steps
      ? []
      : [
          {
            path: ['warmup_steps'],
            message: `ESPnet stops with "assert warmup_steps < total_steps": warmup_steps is ${warmup_steps}, total_steps is ${total_steps}. Shorten the warm-up, or raise total_steps.`,
          },
        ],
  ignoresLr: ({ warm_from_zero, warmup_steps }) =>
    warm_from_zero || warmup_steps <= 1
      ? 'max_lr and min_lr give every learning rate; optim_conf.lr is used in no step.'
      : undefined,
  start({ max_lr, min_lr, total_steps, warmup_steps, warm_from_zero }, { lr }) {
    const logDecay = Math.log(min_lr / max_lr);
    return {
      lr(step) {
        const t = stepsDone(step);
        if (t === 0) return warm_from_zero ? 0 : max_lr;
        if (t < warmup_steps) return warm_from_zero ? max_lr * ((t + 1) / warmup_steps) : lr;
        return max_lr * Math.exp((logDecay * (t - warmup_steps)) / (total_steps - warmup_steps));
      },
    };
  },
});
