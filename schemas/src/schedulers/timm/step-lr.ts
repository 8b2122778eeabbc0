import { number } from '../kinds.js';
import { floorDivide } from '../python-arithmetic.js';
import { defineScheduler } from '../scheduler.js';
import { commonFields, ownTime, timeUnit, warmedUp, warmupFields, warmupPrefix } from './fields.js';
import { noiseConflicts } from './noise.js';
import { sinceStart, startTimed, warmup } from './run.js';

/** timm's StepLRScheduler. */
export const stepLr = defineScheduler({
  type: 'timm.StepLRScheduler',
  aliases: [],
  conf: () => ({
    decay_t: number('decay_t').meta({
      description: 'Time between two decays.',
      unit: timeUnit,
    }),
    decay_rate: number('decay_rate').default(1).meta({
      description: 'What the learning rate is multiplied by at each decay.',
      unit: 'factor',
    }),
    ...warmupFields(),
    warmup_prefix: warmupPrefix(true),
    ...commonFields(),
  }),
  summary: 'The learning rate is multiplied by decay_rate every decay_t, with linear warm-up and noise.',
  formula: warmedUp(`lr = optim_conf.lr * decay_rate^floor(s / decay_t); ${ownTime}`),
  reference: { title: 'timm/scheduler/step_lr.py' },
  stateless: true,
  example: {
    conf: { decay_t: 3000, decay_rate: 0.7, warmup_t: 1000, t_in_epochs: false },
    lr: 1e-3,
    steps: 20_000,
  },
  ...warmup,
  check: (conf) => [
    ...(conf.decay_t === 0
      ? [
          {
            path: ['decay_t'] as const,
            message:
              'decay_t is 0: timm divides by it and stops with a ZeroDivisionError. Write the time between two decays.',
          },
        ]
      : []),
    ...noiseConflicts(conf),
  ],
  start(conf, { lr }) {
    const since = sinceStart(conf);
    return startTimed(conf, lr, (t) => lr * conf.decay_rate ** floorDivide(since(t), conf.decay_t));
  },
});
