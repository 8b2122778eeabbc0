import { experimentArguments } from '../config/exp-cfg.js';
import { suggest } from '../suggest.js';
import { respell } from './edits.js';
import type { Finding, Rule } from './rule.js';

/** A top-level key that looks like a Runner argument and is none. */
export const misspelledArgument: Rule = {
  code: 'optim/misspelled-argument',
  severity: 'warning',
  summary: 'A top-level key looks like a misspelled argument.',
  docs: 'SpeeChain keeps unknown top-level keys without a word, as variables for `!ref`: a misspelled argument has no effect. A key that some `!ref` uses is a variable and is left alone. `num_workers` is the most frequent one: the arguments are `train_num_workers`, `valid_num_workers` and `test_num_workers`.',
  example: {
    bad: 'use_ampp: False\naccum_grad: 2\noptim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}}}\n',
    good: 'use_amp: False\naccum_grad: 2\noptim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}}}\n',
  },
  *check({ config: { expCfg, document } }): Iterable<Finding> {
    if (!expCfg) return;
    const used = new Set(document.references.map(({ key }) => key));
    const written = new Set(expCfg.entries.map(({ key }) => key));
    const free = Object.keys(experimentArguments.shape).filter((key) => !written.has(key));
    for (const { key, keySpan: span } of expCfg.entries) {
      if (key in experimentArguments.shape || used.has(key) || key === 'optim_sches' || key === 'model')
        continue;
      if (key === 'num_workers') {
        yield {
          span,
          severity: 'information',
          tag: 'unnecessary',
          message:
            '"num_workers" has no effect: the arguments are train_num_workers, valid_num_workers and test_num_workers.',
        };
        continue;
      }
      const near = key.length > 3 ? suggest(key, free) : undefined;
      if (!near) continue;
      yield {
        span,
        message: `"${key}" is no argument, and nothing refers to it, so it has no effect. Did you mean "${near}"?`,
        fixes: [{ title: `Change to ${near}`, edits: respell(document.text, span, near), preferred: true }],
      };
    }
  },
};
