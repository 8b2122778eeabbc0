import { asMap, stringOf } from '../config/values.js';
import { runtimeDatasets, speechainIterators } from '../data/index.js';
import { entryOf } from '../document/value.js';
import { suggest } from '../suggest.js';
import { respell } from './edits.js';
import { unknownClass } from './own-class.js';
import type { Finding, Rule } from './rule.js';

const splits = ['train', 'valid', 'test'];

/** data_cfg names no data. */
export const unknownData: Rule = {
  code: 'optim/unknown-data',
  severity: 'error',
  summary: '`data_cfg` names data that this runtime does not have.',
  docs: 'The keys of `data_cfg` are `train`, `valid` and `test`. A `type` in them is `file_name.ClassName`: a data set of this runtime (`cmudict.CmuDict`), or a class of your own in a TypeScript or JavaScript file next to the configuration. SpeeChain’s own iterators are left alone.',
  example: {
    bad: 'data_cfg:\n  train: {type: cmudict.CmuDic, conf: {}}\ntrain_cfg:\n  optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}}}\n',
    good: 'data_cfg:\n  train: {type: cmudict.CmuDict, conf: {}}\ntrain_cfg:\n  optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}}}\n',
  },
  *check(context): Iterable<Finding> {
    const dataCfg = asMap(entryOf(context.config.expCfg, 'data_cfg')?.value);
    if (!dataCfg) return;
    const free = splits.filter((split) => !entryOf(dataCfg, split));
    for (const { key, keySpan, value } of dataCfg.entries) {
      const near = splits.includes(key) ? undefined : suggest(key, free);
      if (near)
        yield {
          span: keySpan,
          message: `"${key}" is no part of data_cfg. Did you mean "${near}"?`,
          fixes: [
            {
              title: `Change to ${near}`,
              edits: respell(context.config.document.text, keySpan, near),
              preferred: true,
              safe: true,
            },
          ],
        };
      // This runtime reads these two; what goes with a model of SpeeChain's own, SpeeChain knows.
      if (
        !context.runtime ||
        context.model?.runs === 'speechain' ||
        !['train', 'valid'].includes(near ?? key)
      )
        continue;
      const node = entryOf(asMap(value), 'type')?.value;
      const name = stringOf(node);
      if (!node || name === undefined || speechainIterators.includes(name)) continue;
      const found = unknownClass(name, node, { what: 'data set', builtin: runtimeDatasets }, context);
      if (found) yield found;
    }
  },
};
