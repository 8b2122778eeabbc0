import type { Finding, Rule } from './rule.js';

/** train_cfg is the path of no file. */
export const missingTrainCfg: Rule = {
  code: 'optim/missing-train-cfg',
  severity: 'error',
  summary: '`train_cfg` is the path of a file that does not exist.',
  docs: 'SpeeChain takes a path that begins with `./` or `../` from the current folder, and any other relative path from `$SPEECHAIN_ROOT`. Here the folder of the configuration and those above it are tried as well. Without the file there is neither a model nor an optimizer.',
  example: {
    bad: 'num_epochs: 3\ntrain_cfg: ./none.yaml\n',
    good: 'num_epochs: 3\ntrain_cfg:\n  optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}}}\n',
  },
  *check({ config: { trainCfgPath, trainCfgMissing } }): Iterable<Finding> {
    if (!trainCfgPath || !trainCfgMissing) return;
    yield {
      span: trainCfgPath.span,
      message: `There is no file "${trainCfgPath.path}": SpeeChain stops with an AssertionError. Write the path of the file that holds model and optim_sches.`,
    };
  },
};
