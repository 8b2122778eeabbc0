import { number, numberList } from '../kinds.js';
import { defineScheduler } from '../scheduler.js';
import { commonFields, ownTime, timeUnit, warmedUp, warmupFields, warmupPrefix } from './fields.js';
import { noiseConflicts } from './noise.js';
import { sinceStart, startTimed, warmup } from './run.js';

/** How many entries of a sorted list are at most `value`, by halving as Python's bisect_right does, sorted or not. */
function entriesUpTo(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (value < (sorted[middle] ?? Number.NaN)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** timm's MultiStepLRScheduler: each milestone counts one earlier than torch's. */
export const multiStepLr = defineScheduler({
  type: 'timm.MultiStepLRScheduler',
  aliases: [],
  conf: () => ({
    decay_t: numberList('decay_t').meta({
      description:
        'Milestones in rising order; each decays the learning rate one before it: milestone 10 at time 9.',
      unit: timeUnit,
    }),
    decay_rate: number('decay_rate').default(1).meta({
      description: 'What the learning rate is multiplied by at each milestone.',
      unit: 'factor',
    }),
    ...warmupFields(),
    warmup_prefix: warmupPrefix(true),
    ...commonFields(),
  }),
  summary: 'The learning rate is multiplied by decay_rate at each milestone, with linear warm-up and noise.',
  formula: warmedUp(
    `lr = optim_conf.lr * decay_rate^(number of milestones in decay_t up to s + 1); ${ownTime}`,
  ),
  reference: { title: 'timm/scheduler/multistep_lr.py' },
  stateless: true,
  example: {
    conf: { decay_t: [8000, 14_000], decay_rate: 0.3, warmup_t: 1000, t_in_epochs: false },
    lr: 1e-3,
    steps: 20_000,
  },
  ...warmup,
  check: noiseConflicts,
  start(conf, { lr }) {
    const since = sinceStart(conf);
    return startTimed(conf, lr, (t) => lr * conf.decay_rate ** entriesUpTo(conf.decay_t, since(t) + 1));
  },
});
