import { entryOf } from '../document/value.js';
import type { Finding, Rule } from './rule.js';

/** The warm-up is longer than the training. */
export const warmupBeyondTraining: Rule = {
  code: 'optim/warmup-beyond-training',
  severity: 'warning',
  summary: 'The training ends before the warm-up does.',
  docs: 'Known where the steps of an epoch are known (`--steps-per-epoch`, or the data). warmup_steps counts real steps: with `accum_grad: 4` it takes four times as many training steps.',
  example: {
    bad: '# 100 steps an epoch\nnum_epochs: 10\noptim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}, warmup_steps: 4000}}\n',
    good: '# 100 steps an epoch\nnum_epochs: 100\noptim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}, warmup_steps: 4000}}\n',
  },
  *check({ config, stepsPerEpoch }): Iterable<Finding> {
    const { experiment, linked, optimSchedulers } = config;
    if (linked || stepsPerEpoch === undefined || experiment.numEpochs === undefined) return;
    const realSteps = Math.floor((experiment.numEpochs * stepsPerEpoch) / experiment.accumGrad);
    for (const { scheduler, schedulerConf, conf, typeNode } of optimSchedulers) {
      const end = schedulerConf && scheduler?.warmupEnd?.(schedulerConf);
      if (end === undefined || !(end > realSteps)) continue;
      const span = entryOf(conf, 'warmup_steps')?.value.span ?? typeNode?.span;
      if (!span) continue;
      yield {
        span,
        message: `The warm-up takes ${end} real steps, but the training has ${realSteps} (${experiment.numEpochs} epochs of ${stepsPerEpoch} steps, accum_grad ${experiment.accumGrad}): the peak is never reached. Shorten the warm-up or train longer.`,
      };
    }
  },
};
