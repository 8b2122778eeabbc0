import { number } from '../kinds.js';
import { defineScheduler } from '../scheduler.js';
import { calledAfterUpdates, givenLr, peakOfCall, speechbrainFile, steps } from './shared.js';

/** SpeechBrain's warm-up and exponential decay; its first call returns the value for 0 updates. */
export const warmAndExpDecayLrSchedule = defineScheduler({
  type: 'speechbrain.WarmAndExpDecayLRSchedule',
  aliases: [],
  conf: () => ({
    lr: givenLr('lr'),
    n_warmup_steps: steps('n_warmup_steps', 'Length of the linear warm-up to lr.'),
    total_steps: steps('total_steps', 'Updates after which the learning rate is lr * decay_factor.'),
    decay_factor: number('decay_factor', {
      min: 0,
      why: 'A negative number to a fractional power is complex: Python stops with a TypeError. Write 0.01 to 1.',
    })
      .default(0.1)
      .meta({
        description: 'What the learning rate has been multiplied by at total_steps.',
        unit: 'factor',
      }),
  }),
  summary:
    'Linear warm-up from 0, then exponential decay. The first update has optim_conf.lr itself, the second 0.',
  formula:
    'n = real_step - 2; lr = optim_conf.lr when real_step = 1; lr * n / n_warmup_steps while n < n_warmup_steps; then lr * min(1, decay_factor^((n - n_warmup_steps) / (total_steps - n_warmup_steps)))',
  reference: speechbrainFile,
  stateless: true,
  example: { conf: { n_warmup_steps: 1000, total_steps: 10_000 }, lr: 1e-3, steps: 10_000 },
  warmupEnd: (conf) => peakOfCall(conf.n_warmup_steps + (conf.n_warmup_steps > 0 ? 1 : 0)),
  end: (conf) => ({ key: 'total_steps', at: conf.total_steps, unit: 'real steps' }),
  check: (conf) =>
    conf.total_steps === conf.n_warmup_steps
      ? [
          {
            path: ['total_steps'],
            message: `total_steps is ${conf.total_steps}, the same as n_warmup_steps, which leaves no update for the decay: SpeechBrain stops with a ZeroDivisionError after the warm-up. Write a larger total_steps.`,
          },
        ]
      : [],
  start(conf, { lr }) {
    const { n_warmup_steps: warmup } = conf;
    const peak = conf.lr ?? lr;
    const length = conf.total_steps - warmup;
    return calledAfterUpdates(lr, (call) => {
      const n = call - 1;
      if (n < warmup) return (peak * n) / warmup;
      return Math.min(peak, peak * conf.decay_factor ** ((n - warmup) / length));
    });
  },
});
