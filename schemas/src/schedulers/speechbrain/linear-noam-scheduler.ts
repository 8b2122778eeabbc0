import { squeezeformer } from '../nemo/noam-hold-annealing.js';
import { defineScheduler } from '../scheduler.js';
import { calledAfterUpdates, givenLr, peakOfCall, steps } from './shared.js';

/** Squeezeformer's schedule, as SpeechBrain computes it. */
export const linearNoamScheduler = defineScheduler({
  type: 'speechbrain.LinearNoamScheduler',
  aliases: [],
  conf: () => ({
    lr_initial: givenLr('lr_initial'),
    n_warmup_steps: steps('n_warmup_steps', 'Length of the linear warm-up to lr_initial.'),
    n_keep_steps: steps('n_keep_steps', 'How long the learning rate stays at lr_initial after the warm-up.'),
  }),
  summary:
    'Linear warm-up, a hold, then decay with the inverse of the real step. The first update has optim_conf.lr itself.',
  formula:
    'n = real_step - 1; lr = optim_conf.lr when n = 0; lr = lr_initial * n / n_warmup_steps while n < n_warmup_steps; lr_initial while n < n_warmup_steps + n_keep_steps; then lr = lr_initial * n_warmup_steps / (n - n_keep_steps)',
  reference: squeezeformer,
  stateless: true,
  example: { conf: { n_warmup_steps: 7500, n_keep_steps: 36_000 }, lr: 1e-3, steps: 120_000 },
  warmupEnd: (conf) => peakOfCall(conf.n_warmup_steps),
  check: (conf) =>
    conf.n_warmup_steps === 0 && conf.n_keep_steps > 0
      ? [
          {
            path: ['n_warmup_steps'],
            message: `n_warmup_steps is 0: at the end of the ${conf.n_keep_steps} n_keep_steps SpeechBrain divides 0 by 0 and stops with a ZeroDivisionError. Write at least 1.`,
          },
        ]
      : [],
  start(conf, { lr }) {
    const { n_warmup_steps: warmup, n_keep_steps: keep } = conf;
    const peak = conf.lr_initial ?? lr;
    return calledAfterUpdates(lr, (n) => {
      if (n < warmup) return peak * (n / warmup);
      return n < keep + warmup ? peak : peak * (warmup / (n - keep));
    });
  },
});
