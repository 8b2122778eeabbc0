import type { Finding, Rule } from './rule.js';

/** More than one OptimScheduler under SpeeChain. */
export const severalOptimizers: Rule = {
  code: 'optim/several-optimizers',
  severity: 'error',
  summary: 'SpeeChain cannot run several OptimSchedulers.',
  docs: "Since December 2022 SpeeChain’s check for overlapping modules fails on every configuration with two or more OptimSchedulers (`TypeError: unhashable type: 'list'`, or a bare `RuntimeError` when none names its modules). This project’s runtime runs them as documented.",
  example: {
    bad: 'optim_sches:\n  ear: {type: noam.Noamlr, conf: {optim_type: Adam, optim_conf: {}, updated_modules: encoder}}\n  mouth: {type: noam.Noamlr, conf: {optim_type: Adam, optim_conf: {}, updated_modules: decoder}}\n',
    good: 'optim_sches:\n  ear: {type: noam.Noamlr, conf: {optim_type: Adam, optim_conf: {}}}\n',
    target: 'speechain',
  },
  *check({ config, speechain }): Iterable<Finding> {
    const { optimSchedulers, linked } = config;
    const second = optimSchedulers[1];
    if (!speechain || linked || !second) return;
    const none = optimSchedulers.every((one) => one.updatedModules === null);
    yield {
      span: second.nameSpan ?? second.node.span,
      message: `SpeeChain fails on ${optimSchedulers.length} OptimSchedulers, whatever they hold: its overlap check stops with ${none ? 'a RuntimeError' : "TypeError: unhashable type: 'list'"}. Keep one, or train with this project’s runtime.`,
    };
  },
};
