import { entryOf } from '../document/value.js';
import { removeEntry } from './edits.js';
import type { Finding, Rule } from './rule.js';

/** differentiable: True stops plain training in torch. */
export const differentiableRule: Rule = {
  code: 'optim/differentiable',
  severity: 'error',
  summary: '`differentiable: True` stops training in torch.',
  docs: 'With it torch lets autograd follow the update, which is for meta-learning: parameters of an ordinary model are leaves that require a gradient, and the first step stops with “RuntimeError: a leaf Variable that requires grad is being used in an in-place operation”. This project’s runtime ignores the option.',
  example: {
    bad: 'optim_sches: {type: noam.Noamlr, conf: {optim_type: Adam, optim_conf: {differentiable: True}}}\n',
    good: 'optim_sches: {type: noam.Noamlr, conf: {optim_type: Adam, optim_conf: {}}}\n',
    target: 'speechain',
  },
  *check({ groups, config, speechain }): Iterable<Finding> {
    if (!speechain) return;
    for (const { kind, map } of groups) {
      const entry = kind === 'optim_conf' ? entryOf(map, 'differentiable') : undefined;
      if (entry?.value.kind !== 'bool' || !entry.value.value) continue;
      yield {
        span: entry.value.span,
        message:
          'With differentiable the first step stops: torch refuses to update a leaf variable in place (RuntimeError). Remove it.',
        fixes: [
          {
            title: 'Remove differentiable',
            edits: removeEntry(config.document.text, map, entry),
            preferred: true,
            safe: true,
          },
        ],
      };
    }
  },
};
