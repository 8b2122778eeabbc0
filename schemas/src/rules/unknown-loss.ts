import { listed, suggest } from '../suggest.js';
import { respell } from './edits.js';
import type { Finding, Rule } from './rule.js';

/** optim_losses names a loss that the model does not compute. */
export const unknownLoss: Rule = {
  code: 'optim/unknown-loss',
  severity: 'error',
  summary: '`optim_losses` names a loss that the model does not compute.',
  docs: 'An optimizer minimizes losses that the model returns. Metrics such as `ce_loss` or `ctc_loss` look like losses but carry no gradient there: they serve `best_model_selection`. SpeeChain’s newest version skips every step with a misleading warning when the name is wrong.',
  example: {
    bad: 'train_cfg:\n  model: {model_type: g2p.Transformer}\n  optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}, optim_losses: decoder_los}}\n',
    good: 'train_cfg:\n  model: {model_type: g2p.Transformer}\n  optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}, optim_losses: decoder_loss}}\n',
  },
  *check({ config, model }): Iterable<Finding> {
    if (config.linked || !model) return;
    for (const { lossEntry } of config.optimSchedulers) {
      const value = lossEntry?.value;
      const nodes = value?.kind === 'list' || value?.kind === 'tuple' ? value.items : value ? [value] : [];
      for (const node of nodes) {
        if (node.kind !== 'str' || model.losses.includes(node.value)) continue;
        const metric = model.metrics?.includes(node.value);
        if (!metric && model.openLosses?.test(node.value)) continue;
        const near = suggest(node.value, model.losses);
        yield {
          span: node.span,
          message: `The model ${config.modelType} computes no loss "${node.value}"${metric ? ' (it is a metric, without a gradient)' : ''}. ${near && !metric ? `Did you mean "${near}"?` : `It has ${listed(model.losses, 'and')}.`}`,
          fixes:
            near && !metric
              ? [
                  {
                    title: `Change to ${near}`,
                    edits: respell(config.document.text, node.span, near),
                    preferred: true,
                    safe: true,
                  },
                ]
              : [],
        };
      }
    }
  },
};
