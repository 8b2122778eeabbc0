import { numberOf } from '../config/values.js';
import { entryOf } from '../document/value.js';
import type { Finding, Rule } from './rule.js';

/** What SpeeChain does badly with updated_modules. */
export const speechainModules: Rule = {
  code: 'optim/speechain-modules',
  severity: 'warning',
  summary: 'SpeeChain mishandles `updated_modules` here.',
  docs: 'SpeeChain clips the gradient of the whole model but zeroes only that of `updated_modules`. With mixed precision (`use_amp`, its default) the gradients of the other modules stay multiplied by the loss scale, the norm grows to about 65,536 times its size, and the clip shrinks the update by as much: the module hardly moves. On several GPUs the model is wrapped, and its only first-level module is `module`, the whole model: any other name is an AttributeError. This project’s runtime clips and zeroes only what an optimizer owns.',
  example: {
    bad: 'optim_sches: {type: noam.Noamlr, conf: {optim_type: Adam, optim_conf: {}, updated_modules: encoder}}\n',
    good: 'use_amp: False\noptim_sches: {type: noam.Noamlr, conf: {optim_type: Adam, optim_conf: {}, updated_modules: encoder}}\n',
    target: 'speechain',
  },
  *check({ config, speechain }): Iterable<Finding> {
    if (!speechain || config.linked || config.optimSchedulers.length > 1) return;
    const { expCfg } = config;
    for (const { conf, updatedModules } of config.optimSchedulers) {
      const entry = entryOf(conf, 'updated_modules');
      if (!entry || updatedModules === null) continue;
      const gpus = numberOf(entryOf(expCfg, 'ngpu')?.value) ?? 1;
      if (gpus > 1) {
        // The wrapper's only child is called module: it is the whole model, so nothing else is clipped or scaled.
        const inside = updatedModules.find((name) => name !== 'module');
        if (inside !== undefined)
          yield {
            span: entry.value.span,
            severity: 'error',
            message: `With ngpu ${gpus} SpeeChain wraps the model before it looks for "${inside}": AttributeError. Train on one GPU, or leave updated_modules out.`,
          };
        continue;
      }
      const amp = entryOf(expCfg, 'use_amp')?.value;
      const off = amp && (amp.kind === 'null' || ((amp.kind === 'bool' || amp.kind === 'int') && !amp.value));
      if (expCfg && !off)
        yield {
          span: entry.keySpan,
          message:
            'With use_amp (SpeeChain’s default) the gradients of the other modules stay scaled, and clipping shrinks this update to almost nothing. Write use_amp: False.',
        };
    }
  },
};
