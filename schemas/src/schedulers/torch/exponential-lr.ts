import { number } from '../kinds.js';
import { defineScheduler } from '../scheduler.js';
import { interval, lastEpoch, torchPage } from './keys.js';
import { repeatedProduct } from './repeated-product.js';
import type { ClosedRule } from './rule.js';
import { startRule } from './rule.js';

/** The arithmetic of torch's ExponentialLR. */
export function exponentialLrRule({ gamma }: { readonly gamma: number }): ClosedRule {
  const product = repeatedProduct(gamma);
  return {
    at: (t, baseLr) => product(baseLr, t),
    next: ({ initial, group }) => (initial ? group.lr : group.lr * gamma),
    anew: (baseLr) => baseLr,
    multiplies: true,
  };
}

/** The learning rate falls by a factor at every step. */
export const exponentialLr = defineScheduler({
  type: 'torch.ExponentialLR',
  aliases: [],
  conf: () => ({
    gamma: number('gamma').meta({
      description: 'What the learning rate is multiplied by at every step.',
      unit: 'factor',
    }),
    interval: interval(),
    last_epoch: lastEpoch(),
  }),
  summary: 'Decays by a factor at every step.',
  formula: 'lr = optim_conf.lr * gamma^t; t: real steps (or epochs) done',
  reference: torchPage('ExponentialLR'),
  stateless: true,
  // The decay of VITS, after every epoch.
  example: { conf: { gamma: 0.999875, interval: 'epoch' }, lr: 2e-4, steps: 800_000, stepsPerEpoch: 100 },
  start: (conf, { lr }) => startRule(conf, exponentialLrRule(conf), lr),
});
