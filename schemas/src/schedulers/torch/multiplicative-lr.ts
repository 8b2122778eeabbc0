import { defineScheduler } from '../scheduler.js';
import { counter, interval, lastEpoch, torchPage } from './keys.js';
import type { LrLambda } from './lr-lambda.js';
import { factorOf, lambdaConflicts, lambdaLanguage, lrLambda, variablesOf } from './lr-lambda.js';
import type { TorchRule } from './rule.js';
import { doneBefore } from './rule.js';

/** The arithmetic of torch's MultiplicativeLR. */
export function multiplicativeLrRule({ lr_lambda }: { readonly lr_lambda: LrLambda }): TorchRule {
  const factor = factorOf(lr_lambda);
  return {
    next: ({ t, initial, group, done }) => (initial ? group.lr : group.lr * factor(t, done)),
  };
}

/** What a checkpoint keeps: JSON writes NaN as null. */
interface Saved {
  readonly t: number;
  readonly lr: number | null;
}

/** The learning rate is multiplied by a function of the step at every step. */
export const multiplicativeLr = defineScheduler({
  type: 'torch.MultiplicativeLR',
  aliases: [],
  conf: () => ({
    lr_lambda: lrLambda().meta({
      description: `What the learning rate is multiplied by at every step after the first. ${lambdaLanguage}`,
      unit: 'factor',
    }),
    interval: interval(),
    last_epoch: lastEpoch(),
  }),
  summary: 'At every step, the learning rate before it times a function of the step.',
  formula: 'lr = optim_conf.lr * lr_lambda(1) * ... * lr_lambda(t); t: real steps (or epochs) done',
  reference: torchPage('MultiplicativeLR'),
  stateless: false,
  statelessWith: ({ lr_lambda }) => variablesOf(lr_lambda).size === 0,
  example: { conf: { lr_lambda: '0.95', interval: 'epoch' }, lr: 1e-3, steps: 10_000, stepsPerEpoch: 200 },
  check: (conf) => lambdaConflicts(conf, 1),
  start(conf, optimizer) {
    const factor = factorOf(conf.lr_lambda);
    if (variablesOf(conf.lr_lambda).size === 0) {
      const constant = factor(1, { step: 1, epoch: 1 });
      // torch's product, but for rounding.
      return { lr: (step) => optimizer.lr * constant ** counter(conf, step) };
    }
    let t = 0;
    let lr = optimizer.lr;
    return {
      lr(step) {
        // Where real steps are skipped (step_per_update), the other variable has its value of now in all of them.
        const done = doneBefore(step);
        for (const now = counter(conf, step); t < now; ) {
          t++;
          lr *= factor(t, { ...done, [conf.interval]: t });
        }
        return lr;
      },
      state: (): Saved => ({ t, lr }),
      loadState(state) {
        const saved = state as Saved;
        t = saved.t;
        lr = saved.lr ?? Number.NaN;
      },
    };
  },
});
