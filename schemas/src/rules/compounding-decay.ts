import type { Finding, Rule } from './rule.js';

/** ExponentDecayLr multiplies the current learning rate at every step. */
export const compoundingDecay: Rule = {
  code: 'optim/compounding-decay',
  severity: 'information',
  summary: 'ExponentDecayLr compounds at every step, not once an epoch.',
  docs: 'Its code multiplies the *current* learning rate by `decay_factor^(epoch - 1)` at every step: epoch 1 is flat, and with 1,000 steps an epoch a factor of 0.999 takes the learning rate from 1 to 0.37 in epoch 2 and to 0.05 in epoch 3. `ft_factor` is multiplied in at every step too. The curve shows what runs; look at it before you train.',
  example: {
    bad: 'optim_sches: {type: exp.ExponentDecayLr, conf: {optim_type: Adam, optim_conf: {}, decay_factor: 0.9}}\n',
    good: 'optim_sches: {type: exp.ExponentDecayLr, conf: {optim_type: Adam, optim_conf: {}, decay_factor: 1}}\n',
  },
  *check({ config }): Iterable<Finding> {
    if (config.linked) return;
    const { ftFactor } = config.experiment;
    for (const { scheduler, schedulerConf, typeNode } of config.optimSchedulers) {
      if (scheduler?.type !== 'exp.ExponentDecayLr' || !typeNode || !schedulerConf) continue;
      if (schedulerConf.decay_factor !== 1)
        yield {
          span: typeNode.span,
          message: `The learning rate is multiplied by ${schedulerConf.decay_factor}^(epoch - 1) at every step, not once an epoch: it compounds quickly. Look at the curve.`,
        };
      if (ftFactor !== 1)
        yield {
          span: typeNode.span,
          severity: 'warning',
          message: `ft_factor is ${ftFactor}, and this schedule multiplies it in at every step: after 10 steps the learning rate is ${ftFactor}^10 of what is written. Use ft_factor 1 and write the smaller lr.`,
        };
    }
  },
};
