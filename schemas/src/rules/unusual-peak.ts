import { configCurve } from '../curve/config-curve.js';
import { entryOf } from '../document/value.js';
import type { Finding, Rule } from './rule.js';

/** The peak learning rate is an order of magnitude off what the optimizer is used with. */
export const unusualPeak: Rule = {
  code: 'optim/unusual-peak',
  severity: 'information',
  summary: 'The highest learning rate is far from what this optimizer is used with.',
  docs: 'Optimizers differ in scale: Adam is used between 1e-5 and 1e-2, SGD up to 1. A peak ten times outside that range is often a slip of the exponent, or `ft_factor` or `d_model` at work.',
  example: {
    bad: 'optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {lr: 2}}}\n',
    good: 'optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {lr: 0.002}}}\n',
  },
  *check({ config }): Iterable<Finding> {
    if (config.linked) return;
    for (const one of config.optimSchedulers) {
      const { optimizer, scheduler, schedulerConf, optimConf, optimTypeNode } = one;
      if (!optimizer || !scheduler || !schedulerConf || !optimTypeNode) continue;
      const warmup = scheduler.warmupEnd?.(schedulerConf) ?? 1;
      if (!Number.isFinite(warmup)) continue;
      const steps = Math.min(
        1e8,
        Math.max(2, Math.ceil(warmup) * config.experiment.accumGrad * one.stepPerUpdate * 2),
      );
      // A schedule without memory is looked at in a few places; the others start at their highest.
      const sample = scheduler.stateless ? { steps, sample: 50 } : { steps: 2 };
      const [curve] = configCurve({ ...config, optimSchedulers: [one] }, sample).optimizers;
      const peak = curve?.facts.peak.lr ?? Number.NaN;
      const [low, high] = optimizer.usualLr;
      if (!(peak > high * 10 || (peak > 0 && peak < low / 10))) continue;
      yield {
        span: entryOf(optimConf, 'lr')?.value.span ?? optimTypeNode.span,
        message: `The learning rate of "${one.name}" peaks at ${peak.toExponential(1)}; ${optimizer.type} is used between ${low.toExponential(0)} and ${high.toExponential(0)}. Check the exponent, ft_factor and d_model.`,
      };
    }
  },
};
