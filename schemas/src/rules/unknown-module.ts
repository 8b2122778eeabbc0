import { numberOf } from '../config/values.js';
import type { Value } from '../document/value.js';
import { entryOf } from '../document/value.js';
import { listed, suggest } from '../suggest.js';
import { respell } from './edits.js';
import type { Finding, Rule, RuleContext } from './rule.js';

const items = (node: Value | undefined): readonly Value[] =>
  node?.kind === 'list' || node?.kind === 'tuple' ? node.items : node ? [node] : [];

function* names(context: RuleContext, node: Value): Iterable<Finding> {
  const { text } = context.config.document;
  const known = context.model?.modules;
  const seen = new Set<string>();
  const gpus = numberOf(entryOf(context.config.expCfg, 'ngpu')?.value) ?? 1;
  for (const item of items(node)) {
    if (item.kind !== 'str') continue;
    const { value: name, span } = item;
    if (seen.has(name)) {
      yield {
        span,
        severity: 'warning',
        message: `The module "${name}" is named twice: torch would apply each update to it twice. Name it once.`,
      };
    }
    seen.add(name);
    // SpeeChain wraps the model for several GPUs, and the wrapper has one child: module.
    if (name === 'module' && context.speechain && !context.runtime && gpus > 1) continue;
    if (name.includes('.')) {
      const first = name.slice(0, name.indexOf('.'));
      yield {
        span,
        message: `"${name}" is inside another module: updated_modules takes first-level modules only, without dots. Write "${first}".`,
        fixes: [{ title: `Change to ${first}`, edits: respell(text, span, first) }],
      };
    } else if (name === '') {
      yield {
        span,
        message:
          'The name of the module is empty. Name a first-level module of the model, or write null for all of it.',
      };
    } else if (known && !known.includes(name)) {
      const near = suggest(name, known);
      yield {
        span,
        message: `The model ${context.config.modelType} has no first-level module "${name}". ${near ? `Did you mean "${near}"?` : `It has ${listed(known, 'and')}.`}`,
        fixes: near
          ? [{ title: `Change to ${near}`, edits: respell(text, span, near), preferred: true, safe: true }]
          : [],
      };
    }
  }
}

/** updated_modules names something that is no first-level module. */
export const unknownModule: Rule = {
  code: 'optim/unknown-module',
  severity: 'error',
  summary: '`updated_modules` names a module that the model does not have.',
  docs: 'Each name must be a first-level module of the model, such as `encoder` or `decoder`; the keys of `module_conf` (`enc_prenet`, `dec_emb`, …) are nested inside these and are not valid here.',
  example: {
    bad: 'train_cfg:\n  model: {model_type: g2p.Transformer}\n  optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}, updated_modules: vocoder}}\n',
    good: 'train_cfg:\n  model: {model_type: g2p.Transformer}\n  optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}, updated_modules: encoder}}\n',
  },
  *check(context): Iterable<Finding> {
    if (context.config.linked) return;
    for (const { conf } of context.config.optimSchedulers) {
      const node = entryOf(conf, 'updated_modules')?.value;
      if (node?.kind === 'tuple' && context.speechain)
        yield {
          span: node.span,
          message:
            'SpeeChain takes a name or a list here; a tuple is an AttributeError. Write a list: [encoder, decoder].',
        };
      if (node) yield* names(context, node);
    }
  },
};
