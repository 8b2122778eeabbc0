import { stringOf } from '../config/values.js';
import { entryOf } from '../document/value.js';
import { findModel, runtimeModels } from '../models/index.js';
import { unknownClass } from './own-class.js';
import type { Finding, Rule } from './rule.js';

/** model_type names no model. */
export const unknownModel: Rule = {
  code: 'optim/unknown-model',
  severity: 'error',
  summary: '`model_type` names a model that this runtime does not have.',
  docs: 'A `model_type` is `file_name.ClassName`: a model of this runtime (`g2p.Transformer`), or a class of your own in a TypeScript or JavaScript file next to the configuration. The models that SpeeChain ships train with SpeeChain alone; for them this is an information, and everything else in the file is checked as usual.',
  example: {
    bad: 'train_cfg:\n  model: {model_type: g2p.Transforme}\n  optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}}}\n',
    good: 'train_cfg:\n  model: {model_type: g2p.Transformer}\n  optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}}}\n',
  },
  *check(context): Iterable<Finding> {
    if (!context.runtime) return;
    const node = entryOf(entryOf(context.config.trainCfg, 'model')?.value, 'model_type')?.value;
    const name = stringOf(node)?.trim();
    if (!node || name === undefined) return;
    const [file = ''] = name.split('.');
    if (findModel(name)?.runs === 'speechain' && !context.hasModule(file)) {
      // Who checks for both runs it with SpeeChain.
      if (!context.speechain)
        yield {
          span: node.span,
          severity: 'information',
          message: `SpeeChain trains "${name}"; this runtime does not have it and only checks and previews the file.`,
        };
      return;
    }
    const found = unknownClass(name, node, { what: 'model', builtin: runtimeModels }, context);
    if (found) yield found;
  },
};
