import { defineScheduler } from '../scheduler.js';
import { interval, lastEpoch, torchPage } from './keys.js';
import type { LrLambda } from './lr-lambda.js';
import { factorOf, lambdaConflicts, lambdaLanguage, lrLambda } from './lr-lambda.js';
import type { ClosedRule } from './rule.js';
import { startRule } from './rule.js';

/** The arithmetic of torch's LambdaLR. */
export function lambdaLrRule({ lr_lambda }: { readonly lr_lambda: LrLambda }): ClosedRule {
  const factor = factorOf(lr_lambda);
  return {
    at: (t, baseLr, done) => baseLr * factor(t, done),
    next: ({ t, baseLr, done }) => baseLr * factor(t, done),
    sets: true,
  };
}

/** The learning rate is a function of the step. */
export const lambdaLr = defineScheduler({
  type: 'torch.LambdaLR',
  aliases: [],
  conf: () => ({
    lr_lambda: lrLambda().meta({
      description: `What optim_conf.lr is multiplied by. ${lambdaLanguage}`,
      unit: 'factor',
    }),
    interval: interval(),
    last_epoch: lastEpoch(),
  }),
  summary: 'The learning rate times a function of the step, written as an expression.',
  formula: 'lr = optim_conf.lr * lr_lambda(t); t: real steps (or epochs) done',
  reference: torchPage('LambdaLR'),
  stateless: true,
  example: {
    conf: { lr_lambda: 'min((step + 1) / 1000, (1000 / (step + 1)) ** 0.5)' },
    lr: 1e-3,
    steps: 10_000,
  },
  check: (conf) => lambdaConflicts(conf, 0),
  start: (conf, { lr }) => startRule(conf, lambdaLrRule(conf), lr),
});
