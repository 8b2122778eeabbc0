import type { Value } from '../document/value.js';
import { entryOf } from '../document/value.js';
import { listed, suggest } from '../suggest.js';
import { respell } from './edits.js';
import type { Finding, Rule } from './rule.js';

const itemsOf = (node: Value | undefined): readonly Value[] =>
  node?.kind === 'list' || node?.kind === 'tuple' ? node.items : [];

/** best_model_selection looks at a metric that never comes. */
export const unknownMetric: Rule = {
  code: 'optim/unknown-metric',
  severity: 'error',
  summary: '`best_model_selection` names a metric that the model does not give.',
  docs: 'A model gives its losses in training, and in validation its losses and metrics of its own (`per` and `wer` of g2p.Transformer). Metrics of models of your own are known only once they run, and are not checked.',
  example: {
    bad: 'best_model_selection: [valid, perr, min, 1]\ntrain_cfg:\n  model: {model_type: g2p.Transformer}\n  optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}}}\n',
    good: 'best_model_selection: [valid, per, min, 1]\ntrain_cfg:\n  model: {model_type: g2p.Transformer}\n  optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}}}\n',
  },
  *check({ config, model, runtime }): Iterable<Finding> {
    if (!runtime || !model?.validMetrics) return;
    const { losses, validMetrics } = model;
    const { text } = config.document;
    const whole = entryOf(config.expCfg, 'best_model_selection')?.value;
    const [first] = itemsOf(whole);
    const selections = first?.kind === 'str' && whole ? [whole] : itemsOf(whole);
    for (const selection of selections) {
      const [group, metric] = itemsOf(selection);
      if (group?.kind !== 'str' || metric?.kind !== 'str') continue;
      if (group.value !== 'train' && group.value !== 'valid') {
        const near = suggest(group.value, ['train', 'valid']);
        yield {
          span: group.span,
          message: `"${group.value}" has no metrics: a model is chosen by a metric of train or valid. ${near ? `Did you mean "${near}"?` : 'Write one of these.'}`,
          fixes: near && !group.via ? [change(text, group, near)] : [],
        };
        continue;
      }
      const known = group.value === 'train' ? losses : [...validMetrics, ...losses];
      if (known.includes(metric.value)) continue;
      const near = suggest(metric.value, known);
      yield {
        span: metric.span,
        message: `${config.modelType} gives no "${metric.value}" in ${group.value === 'train' ? 'training' : 'validation'}. ${near ? `Did you mean "${near}"?` : `It gives ${listed(known, 'and')}.`}`,
        fixes: near && !metric.via ? [change(text, metric, near)] : [],
      };
    }
  },
};

const change = (text: string, { span }: Value, name: string) => ({
  title: `Change to ${name}`,
  edits: respell(text, span, name),
  preferred: true,
  safe: true,
});
