import { asMap } from '../config/values.js';
import { entryOf } from '../document/value.js';
import { listed, suggest } from '../suggest.js';
import { confSpan } from './conf-spans.js';
import { respell } from './edits.js';
import type { Finding, Rule } from './rule.js';

/** A schedule waits for a metric that never comes. */
export const missingMetric: Rule = {
  code: 'optim/missing-metric',
  severity: 'error',
  summary: 'A schedule is driven by a metric that the validation does not give.',
  docs: 'Schedules such as ReduceLROnPlateau lower the learning rate when a validation metric stops improving: they need validation data (`data_cfg.valid`), and in `monitor` the name of a metric that the model gives there (its losses, and its own metrics such as `per` of g2p.Transformer), or `null` for the sum of the losses that the optimizer minimizes. Without a metric the learning rate would never fall. Metrics of models of your own are known only once they run, and are not checked.',
  example: {
    bad: 'data_cfg:\n  train: {type: cmudict.CmuDict, conf: {}}\ntrain_cfg:\n  model: {model_type: g2p.Transformer}\n  optim_sches: {type: transformers.reduce_lr_on_plateau, conf: {optim_type: Adam, optim_conf: {}}}\n',
    good: 'data_cfg:\n  train: {type: cmudict.CmuDict, conf: {}}\n  valid: {type: cmudict.CmuDict, conf: {split: valid}}\ntrain_cfg:\n  model: {model_type: g2p.Transformer}\n  optim_sches: {type: transformers.reduce_lr_on_plateau, conf: {optim_type: Adam, optim_conf: {}, monitor: per}}\n',
  },
  *check({ config, model, runtime }): Iterable<Finding> {
    if (!runtime) return;
    const dataCfg = asMap(entryOf(config.expCfg, 'data_cfg')?.value);
    // A misspelled split is a problem of its own.
    const noValidation =
      dataCfg !== undefined &&
      !entryOf(dataCfg, 'valid') &&
      !dataCfg.entries.some(({ key }) => suggest(key, ['valid']));
    const known = model?.validMetrics && [...model.validMetrics, ...model.losses];
    for (const one of config.optimSchedulers) {
      const { scheduler, schedulerConf, conf, type } = one;
      const metric = schedulerConf && scheduler?.metric?.(schedulerConf);
      // With a train_cfg in a file of its own the place to say it is the experiment's data.
      const span = config.linked ? entryOf(config.expCfg, 'data_cfg')?.keySpan : confSpan(one, 'monitor');
      if (!metric || !span) continue;
      if (noValidation) {
        yield {
          span,
          message: `${type} lowers the learning rate by a metric of the validation, but data_cfg has no "valid": it would never fall. Add data_cfg.valid, or take a schedule that needs no metric.`,
        };
        continue;
      }
      const { name } = metric;
      if (config.linked || name === undefined || !known || known.includes(name)) continue;
      const near = suggest(name, known);
      const node = entryOf(conf, 'monitor')?.value;
      yield {
        span,
        message: `${config.modelType} gives no "${name}" in validation, so the learning rate would never fall. ${near ? `Did you mean "${near}"?` : `It gives ${listed(known, 'and')}; null is the sum of the losses that this optimizer minimizes.`}`,
        fixes:
          near && node && !node.via
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
  },
};
