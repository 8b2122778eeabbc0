import type { Finding, Rule } from './rule.js';

/** A train_cfg without optim_sches. */
export const missingBlock: Rule = {
  code: 'optim/missing-block',
  severity: 'error',
  summary: 'The training configuration has no `optim_sches`.',
  docs: "Training needs an optimizer. SpeeChain stops with “Please fill in the 'optim_sches' tag!”.",
  example: {
    bad: 'num_epochs: 3\ntrain_cfg:\n  model: {model_type: g2p.Transformer}\n',
    good: 'num_epochs: 3\ntrain_cfg:\n  model: {model_type: g2p.Transformer}\n  optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}}}\n',
  },
  *check({ config: { trainCfg, block, linked, trainCfgPath, expCfg } }): Iterable<Finding> {
    if (trainCfg && !block) {
      const entry = expCfg?.entries.find(({ key }) => key === 'train_cfg');
      yield {
        span: entry?.keySpan ?? trainCfg.span,
        message:
          'train_cfg has no optim_sches, so nothing would be trained. Add optim_sches with an optimizer and its schedule.',
      };
    } else if (linked && linked.form === 'none' && trainCfgPath) {
      yield {
        span: trainCfgPath.span,
        message: `The file "${trainCfgPath.path}" has no optim_sches, so nothing would be trained. Add it there.`,
      };
    }
  },
};
