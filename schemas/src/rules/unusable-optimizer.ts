import { limitationText } from '../optimizers/optimizer.js';
import { respell } from './edits.js';
import type { Finding, Rule } from './rule.js';

/** An optimizer that dense training with a plain step() cannot use. */
export const unusableOptimizer: Rule = {
  code: 'optim/unusable-optimizer',
  severity: 'error',
  summary: 'The optimizer exists, but cannot train this.',
  docs: '`SparseAdam` takes sparse gradients alone, and gradients here are dense. `LBFGS` and `Muon` train here (`Muon` modules whose parameters are all matrices). Under SpeeChain `LBFGS` fails at the first step, because SpeeChain calls `step()` without the closure that it needs, and `Muon` fails while it is built, because it takes matrices only and a model has biases too.',
  example: {
    bad: 'optim_sches: {type: noam.NoamLr, conf: {optim_type: SparseAdam, optim_conf: {}}}\n',
    good: 'optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}}}\n',
  },
  *check({ config, speechain }): Iterable<Finding> {
    if (config.linked) return;
    for (const { optimizer, optimTypeNode } of config.optimSchedulers) {
      const limitation = optimizer?.limitation;
      if (!limitation || !optimTypeNode) continue;
      if (!speechain && limitation.kind !== 'sparse') continue;
      const { span } = optimTypeNode;
      yield {
        span,
        message: limitationText(optimizer) ?? '',
        fixes: [
          {
            title: `Change to ${limitation.instead}`,
            edits: respell(config.document.text, span, limitation.instead),
            preferred: true,
          },
        ],
      };
    }
  },
};
