import { experimentArguments } from '../config/exp-cfg.js';
import { entryOf } from '../document/value.js';
import type { Finding, Rule } from './rule.js';

/** Arguments that SpeeChain reads from the command line only, or overwrites. */
const ignored: Readonly<Record<string, string>> = {
  report_per_steps: 'SpeeChain reads it from the command line only; give --report_per_steps there.',
  start_epoch: 'SpeeChain overwrites it with 1, or with the checkpoint’s epoch.',
  world_size: 'SpeeChain sets it from ngpu.',
  rank: 'SpeeChain sets it itself.',
};

/** A key that has no effect for who runs the file. */
export const noEffect: Rule = {
  code: 'optim/no-effect',
  severity: 'hint',
  summary: 'A key has no effect here.',
  docs: 'Options about torch’s execution (`foreach`, `fused`, …) change no number, and this runtime has no use for them, nor for the keys by which an origin resumes its schedule (`last_epoch`), since checkpoints do that here; SpeeChain ignores some arguments in an exp_cfg. Nothing is wrong, but nothing happens either.',
  example: {
    bad: 'optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {fused: True}}}\n',
    good: 'optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}}}\n',
  },
  *check({ groups, config, runtime, speechain }): Iterable<Finding> {
    for (const { kind, map, fields } of groups) {
      if ((kind !== 'optim_conf' && kind !== 'conf' && kind !== 'nested') || !runtime) continue;
      for (const { key, keySpan, value } of map.entries) {
        const why = Object.hasOwn(fields.shape, key) ? fields.shape[key]?.meta()?.noEffect : undefined;
        if (why && value.kind !== 'null')
          yield {
            span: keySpan,
            tag: 'unnecessary',
            message: `"${key}" has no effect here and can be left out. ${why.charAt(0).toUpperCase()}${why.slice(1)}`,
          };
      }
    }
    if (!speechain || !config.expCfg) return;
    for (const [key, why] of Object.entries(ignored)) {
      const entry = key in experimentArguments.shape ? entryOf(config.expCfg, key) : undefined;
      if (entry)
        yield {
          span: entry.keySpan,
          tag: 'unnecessary',
          message: `"${key}" has no effect in an exp_cfg: ${why}`,
        };
    }
  },
};
