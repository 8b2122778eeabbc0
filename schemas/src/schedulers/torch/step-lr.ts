import { number, whole } from '../kinds.js';
import { defineScheduler } from '../scheduler.js';
import { counted, gammaDescription, interval, lastEpoch, torchPage } from './keys.js';
import { repeatedProduct } from './repeated-product.js';
import type { ClosedRule } from './rule.js';
import { startRule } from './rule.js';

interface Conf {
  readonly step_size: number;
  readonly gamma: number;
}

/** The arithmetic of torch's StepLR. */
export function stepLrRule({ step_size, gamma }: Conf): ClosedRule {
  const product = repeatedProduct(gamma);
  return {
    at: (t, baseLr) => product(baseLr, Math.floor(t / step_size)),
    next: ({ t, group }) => (t === 0 || t % step_size !== 0 ? group.lr : group.lr * gamma),
    anew: (baseLr) => baseLr,
    multiplies: true,
  };
}

/** The learning rate falls by a factor at equal distances. */
export const stepLr = defineScheduler({
  type: 'torch.StepLR',
  aliases: [],
  conf: () => ({
    step_size: whole('step_size', {
      min: 1,
      why: 'Torch divides the step by it: write the distance of two decays.',
    }).meta({ description: 'Distance of two decays.', unit: counted }),
    gamma: number('gamma').default(0.1).meta({ description: gammaDescription, unit: 'factor' }),
    interval: interval(),
    last_epoch: lastEpoch(),
  }),
  summary: 'Decays by a factor after every so many steps.',
  formula: 'lr = optim_conf.lr * gamma^floor(t / step_size); t: real steps (or epochs) done',
  reference: torchPage('StepLR'),
  stateless: true,
  example: {
    conf: { step_size: 30, gamma: 0.1, interval: 'epoch' },
    lr: 0.1,
    steps: 9000,
    stepsPerEpoch: 100,
  },
  start: (conf, { lr }) => startRule(conf, stepLrRule(conf), lr),
});
