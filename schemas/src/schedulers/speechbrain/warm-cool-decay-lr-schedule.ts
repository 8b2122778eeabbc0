import { number } from '../kinds.js';
import { defineScheduler } from '../scheduler.js';
import { calledAfterUpdates, givenLr, peakOfCall, someSteps, steps } from './shared.js';

/** SpeechBrain's warm-up, slow exponential decay and linear cool-down. */
export const warmCoolDecayLrSchedule = defineScheduler({
  type: 'speechbrain.WarmCoolDecayLRSchedule',
  aliases: [],
  conf: () => ({
    lr: givenLr('lr'),
    warmup: steps('warmup', 'Length of the linear warm-up to lr.'),
    cooldown: someSteps('cooldown', 'Length of the linear fall to 0 before total_steps.'),
    total_steps: steps(
      'total_steps',
      'Updates of the whole training. Past them the learning rate is below 0: train no longer.',
    ),
    decay_factor: number('decay_factor', {
      above: 0,
      why: 'Its logarithm is taken ("math domain error"): write 0 to 1, such as 0.75.',
    })
      .default(0.75)
      .meta({
        description: 'What the learning rate is multiplied by in decay_every updates.',
        unit: 'factor',
      }),
    decay_every: someSteps('decay_every', '').default(100_000).meta({
      description: 'Updates in which the learning rate falls by decay_factor.',
      unit: 'real steps',
    }),
  }),
  summary:
    'Linear warm-up, slow exponential decay, then a straight line to 0. The first update has optim_conf.lr itself.',
  formula:
    'n = real_step - 1; lr = optim_conf.lr when n = 0; lr * n / warmup while n < warmup; lr * decay_factor^((n - warmup) / decay_every) until total_steps - cooldown; then a straight line from lr * decay_factor^((total_steps - cooldown) / decay_every) to 0 at total_steps',
  reference: {
    title: 'Scaling Vision Transformers',
    authors: 'Zhai et al.',
    year: 2021,
    url: 'https://arxiv.org/abs/2106.04560',
  },
  stateless: true,
  example: {
    conf: { warmup: 10_000, cooldown: 20_000, total_steps: 100_000, decay_every: 40_000 },
    lr: 1e-3,
    steps: 100_000,
  },
  warmupEnd: (conf) => peakOfCall(conf.warmup),
  end: (conf) => ({ key: 'total_steps', at: conf.total_steps, unit: 'real steps' }),
  start(conf, { lr }) {
    const peak = conf.lr ?? lr;
    const power = Math.log(conf.decay_factor) / conf.decay_every;
    const cooling = conf.total_steps - conf.cooldown;
    return calledAfterUpdates(lr, (n) => {
      if (n < conf.warmup) return (peak * n) / conf.warmup;
      if (n <= cooling) return peak * Math.exp(power * (n - conf.warmup));
      const from = peak * Math.exp(power * cooling);
      return from - (from / conf.cooldown) * (n - cooling);
    });
  },
});
