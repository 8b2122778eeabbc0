import type { Finding, Rule } from './rule.js';

/** The block is no mapping, or a named entry of it is none. */
export const blockFormRule: Rule = {
  code: 'optim/block-form',
  severity: 'error',
  summary: '`optim_sches` is not a mapping of OptimSchedulers.',
  docs: 'The block is either one `{type, conf}` or a mapping from names to `{type, conf}`. A list, a text or nothing at all builds no optimizer: SpeeChain stops with an AttributeError or TypeError. Take the dash away, or give each entry a name.',
  example: {
    bad: 'optim_sches:\n  - type: noam.NoamLr\n    conf: {optim_type: Adam, optim_conf: {}}\n',
    good: 'optim_sches:\n  type: noam.NoamLr\n  conf: {optim_type: Adam, optim_conf: {}}\n',
  },
  *check({ config: { block, form }, runtime }): Iterable<Finding> {
    if (!block) return;
    const { value } = block;
    if (form === 'invalid') {
      const what = value.kind === 'list' ? 'a list' : value.kind === 'null' ? 'empty' : 'not a mapping';
      const span = value.kind === 'null' ? block.keySpan : value.span;
      const message = `optim_sches is ${what}, so no optimizer can be built. Write {type, conf}, or a name for each OptimScheduler with its {type, conf} below.`;
      yield { span: value.kind === 'list' ? block.keySpan : span, message };
      return;
    }
    if (value.kind !== 'map' || form === 'bare') return;
    if (value.entries.length === 0)
      yield {
        span: block.keySpan,
        // SpeeChain builds no optimizer without a word.
        severity: runtime ? 'error' : 'warning',
        message:
          'optim_sches is empty: the training would build no optimizer and update nothing. Add {type, conf}.',
      };
    for (const { key, keySpan, value: entry } of value.entries) {
      if (entry.kind === 'map') continue;
      yield {
        span: keySpan,
        message: `The OptimScheduler "${key}" is ${entry.kind === 'list' ? 'a list' : 'not a mapping'}. An OptimScheduler is a mapping with the keys type and conf.`,
      };
    }
  },
};
