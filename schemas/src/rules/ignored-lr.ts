import { entryOf } from '../document/value.js';
import { removeEntry } from './edits.js';
import type { Finding, Rule } from './rule.js';

/** optim_conf.lr beside d_model. */
export const ignoredLr: Rule = {
  code: 'optim/ignored-lr',
  severity: 'information',
  summary: '`optim_conf.lr` has no effect, since `d_model` is given.',
  docs: 'Noam takes its peak from one of two places: `d_model` (peak d_model^-0.5 * warmup_steps^-0.5) or `optim_conf.lr`. With `d_model` the `lr` is ignored.',
  example: {
    bad: 'optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {lr: 0.002}, d_model: 512}}\n',
    good: 'optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {lr: 0.002}}}\n',
  },
  *check({ config }): Iterable<Finding> {
    if (config.linked) return;
    for (const { scheduler, schedulerConf, optimConf } of config.optimSchedulers) {
      const lr = entryOf(optimConf, 'lr');
      const width = schedulerConf?.d_model;
      if (scheduler?.type !== 'noam.NoamLr' || typeof width !== 'number' || !lr || !optimConf) continue;
      const peak = width ** -0.5 * Number(schedulerConf?.warmup_steps) ** -0.5;
      yield {
        span: lr.keySpan,
        tag: 'unnecessary',
        message: `lr has no effect: with d_model the peak is d_model^-0.5 * warmup_steps^-0.5 = ${peak.toExponential(1)}. Remove lr, or remove d_model to let lr be the peak.`,
        fixes: [{ title: 'Remove lr', edits: removeEntry(config.document.text, optimConf, lr) }],
      };
    }
  },
};
