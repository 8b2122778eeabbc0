import { number, numberList } from '../kinds.js';
import { defineScheduler } from '../scheduler.js';
import { counted, gammaDescription, interval, lastEpoch, torchPage } from './keys.js';
import type { ClosedRule } from './rule.js';
import { startRule } from './rule.js';

interface Conf {
  readonly milestones: readonly number[];
  readonly gamma: number;
}

/** The arithmetic of torch's MultiStepLR: the counter must equal a milestone, so negative and fractional ones do nothing. */
export function multiStepLrRule({ milestones, gamma }: Conf): ClosedRule {
  const times = new Map<number, number>();
  for (const milestone of milestones) times.set(milestone, (times.get(milestone) ?? 0) + 1);
  const decays = [...times].filter(([at]) => at >= 0 && Number.isInteger(at)).sort(([a], [b]) => a - b);
  return {
    at(t, baseLr) {
      let lr = baseLr;
      for (const [at, count] of decays) if (at <= t) lr *= gamma ** count;
      return lr;
    },
    next: ({ t, group }) => {
      const count = times.get(t);
      return count === undefined ? group.lr : group.lr * gamma ** count;
    },
    anew: (baseLr) => baseLr * gamma ** milestones.filter((milestone) => milestone <= 0).length,
    multiplies: true,
  };
}

/** The learning rate falls by a factor at given steps. */
export const multiStepLr = defineScheduler({
  type: 'torch.MultiStepLR',
  aliases: [],
  conf: () => ({
    milestones: numberList('milestones').meta({
      description: 'Where the learning rate decays; one written twice decays twice.',
      unit: counted,
    }),
    gamma: number('gamma').default(0.1).meta({ description: gammaDescription, unit: 'factor' }),
    interval: interval(),
    last_epoch: lastEpoch(),
  }),
  summary: 'Decays by a factor at given steps.',
  formula: 'lr = optim_conf.lr * gamma^(number of milestones <= t); t: real steps (or epochs) done',
  reference: torchPage('MultiStepLR'),
  stateless: true,
  example: {
    conf: { milestones: [30, 80], gamma: 0.1, interval: 'epoch' },
    lr: 0.1,
    steps: 10_000,
    stepsPerEpoch: 100,
  },
  start: (conf, { lr }) => startRule(conf, multiStepLrRule(conf), lr),
});
