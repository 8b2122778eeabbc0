import { entryOf } from '../document/value.js';
import type { Finding, Rule } from './rule.js';

/** Two OptimSchedulers update the same parameters. */
export const overlappingModules: Rule = {
  code: 'optim/overlapping-modules',
  severity: 'error',
  summary: 'Two OptimSchedulers update the same module.',
  docs: 'Each parameter belongs to one optimizer: two would undo each other’s work, and neither learning rate would be the one that acts. Give each OptimScheduler modules of its own.',
  example: {
    bad: 'optim_sches:\n  a: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}, updated_modules: [encoder, decoder]}}\n  b: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}, updated_modules: decoder}}\n',
    good: 'optim_sches:\n  a: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}, updated_modules: [encoder]}}\n  b: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}, updated_modules: decoder}}\n',
  },
  *check({ config, runtime }): Iterable<Finding> {
    if (config.linked || !runtime) return;
    const all = config.optimSchedulers;
    /** The first OptimScheduler that updates a module, and the first that updates the whole model. */
    const owners = new Map<string, number>();
    let whole: number | undefined;
    for (const [index, one] of all.entries()) {
      const { updatedModules } = one;
      const first =
        updatedModules === null
          ? 0
          : Math.min(whole ?? index, ...updatedModules.map((name) => owners.get(name) ?? index));
      for (const name of updatedModules ?? []) if (!owners.has(name)) owners.set(name, index);
      if (updatedModules === null) whole ??= index;
      const other = first < index ? all[first] : undefined;
      if (!other) continue;
      const isWhole = updatedModules === null || other.updatedModules === null;
      const shared = updatedModules?.find((name) => other.updatedModules?.includes(name));
      const who = updatedModules === null ? one.name : other.name;
      const span = entryOf(one.conf, 'updated_modules')?.value.span ?? one.nameSpan ?? one.node.span;
      yield {
        span,
        message: isWhole
          ? `"${who}" updates the whole model (it has no updated_modules), so "${other.name}" and "${one.name}" would both update the same parameters. Give each its own modules.`
          : `The module "${shared}" is updated by "${other.name}" already. Each module belongs to one OptimScheduler: take it out of one of the two.`,
        related: [{ span: other.nameSpan ?? other.node.span, message: `"${other.name}" is here` }],
      };
    }
  },
};
