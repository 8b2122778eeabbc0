import type { Config } from '../config/config.js';
import { asMap } from '../config/values.js';
import type { Entry, MapValue } from '../document/value.js';
import { entryOf } from '../document/value.js';
import { suggest } from '../suggest.js';
import { respell } from './edits.js';
import type { Finding, Rule } from './rule.js';

/** The entry of a mapping that is most likely meant to be optim_sches. */
function misspelled(map: MapValue | undefined): Entry | undefined {
  return map?.entries.find(
    ({ key, value }) => value.kind === 'map' && suggest(key, ['optim_sches']) !== undefined,
  );
}

/** Where the block would stand: in the train_cfg, or at the top of a file without one. */
function placeOf({ trainCfg, trainCfgPath, document }: Config): MapValue | undefined {
  return trainCfgPath ? undefined : (trainCfg ?? asMap(document.root));
}

/** A train_cfg without optim_sches. */
export const missingBlock: Rule = {
  code: 'optim/missing-block',
  severity: 'error',
  summary: 'The training configuration has no `optim_sches`.',
  docs: "Training needs an optimizer. SpeeChain stops with “Please fill in the 'optim_sches' tag!”. Most often the key is misspelled.",
  example: {
    bad: 'num_epochs: 3\ntrain_cfg:\n  model: {model_type: g2p.Transformer}\n',
    good: 'num_epochs: 3\ntrain_cfg:\n  model: {model_type: g2p.Transformer}\n  optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}}}\n',
  },
  *check({ config }): Iterable<Finding> {
    const { trainCfg, block, linked, trainCfgPath, expCfg } = config;
    const meant = block ? undefined : misspelled(placeOf(config));
    if (meant) {
      const { key, keySpan } = meant;
      yield {
        span: keySpan,
        message: `"${key}" is no key that anybody reads, so nothing would be trained. Did you mean "optim_sches"?`,
        fixes: [
          {
            title: 'Change to optim_sches',
            edits: respell(config.document.text, keySpan, 'optim_sches'),
            preferred: true,
            safe: true,
          },
        ],
      };
    } else if (trainCfg && !block) {
      const entry = entryOf(expCfg, 'train_cfg');
      yield {
        span: entry?.keySpan ?? trainCfg.span,
        message:
          'train_cfg has no optim_sches, so nothing would be trained. Add optim_sches with an optimizer and its schedule.',
      };
    } else if (linked && linked.form === 'none' && trainCfgPath && !misspelled(placeOf(linked))) {
      yield {
        span: trainCfgPath.span,
        message: `The file "${trainCfgPath.path}" has no optim_sches, so nothing would be trained. Add it there.`,
      };
    }
  },
};
