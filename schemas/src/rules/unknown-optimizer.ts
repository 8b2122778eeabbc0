import { findOptimizer, optimizers } from '../optimizers/index.js';
import { listed, suggest } from '../suggest.js';
import { respell } from './edits.js';
import type { Finding, Rule } from './rule.js';

/** `optim_type` names no optimizer of torch. */
export const unknownOptimizer: Rule = {
  code: 'optim/unknown-optimizer',
  severity: 'error',
  summary: '`optim_type` is not a class of torch.optim.',
  docs: 'The name is looked up in `torch.optim` as it is written, capital letters included. An unknown name is an AttributeError in SpeeChain once the model is built.',
  example: {
    bad: 'optim_sches: {type: noam.NoamLr, conf: {optim_type: adam, optim_conf: {}}}\n',
    good: 'optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}}}\n',
  },
  *check({ config }): Iterable<Finding> {
    if (config.linked) return;
    const names = optimizers.map((o) => o.type);
    for (const { optimTypeNode, optimType, optimizer } of config.optimSchedulers) {
      if (!optimTypeNode || optimizer || optimType === undefined) continue;
      const { span } = optimTypeNode;
      if (/^(?:torch\.)?(?:optim\.)?lr_scheduler\./.test(optimType)) {
        yield {
          span,
          message: `"${optimType}" is a learning-rate scheduler of torch, not an optimizer. Name the optimizer here (such as Adam); the schedule is the type of the OptimScheduler.`,
        };
        continue;
      }
      // The class may be written with the path of its import: torch.optim.Adam.
      const last = optimType.slice(optimType.lastIndexOf('.') + 1);
      const near = findOptimizer(last)?.type ?? suggest(last, names);
      yield {
        span,
        message: near
          ? `torch.optim has no class "${optimType}". Did you mean "${near}"?`
          : `torch.optim has no class "${optimType}". There are ${listed(names, 'and')}.`,
        fixes: near
          ? [
              {
                title: `Change to ${near}`,
                edits: respell(config.document.text, span, near),
                preferred: true,
                safe: true,
              },
            ]
          : [],
      };
    }
  },
};
