import type { Finding, Rule } from './rule.js';

/** True or .inf where a number is meant; a list longer than torch reads. */
export const oddNumber: Rule = {
  code: 'optim/odd-number',
  severity: 'warning',
  summary: 'A value is accepted, but hardly what was meant.',
  docs: 'Python counts `True` as 1, takes the text `"False"` for true, takes `.inf` and `.nan` as numbers, and torch looks at the first two of `betas` only. Nothing fails, and the learning rate becomes NaN or the value is ignored.',
  example: {
    bad: 'optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {betas: [0.9, 0.98, 0.1]}}}\n',
    good: 'optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {betas: [0.9, 0.98]}}}\n',
  },
  *check({ groups, runtime, speechain }): Iterable<Finding> {
    for (const { issues } of groups) {
      for (const { kind, key, span, node } of issues) {
        if (kind === 'bool-as-number' && node.kind === 'bool')
          yield {
            span,
            message: `"${key}" is a truth value: Python counts it as ${Number(node.value)}. Write the number that is meant.`,
          };
        else if (kind === 'truthy')
          yield {
            span,
            severity: runtime && !speechain ? 'error' : 'warning',
            message: `"${key}" is no truth value: Python takes ${node.kind === 'str' ? 'every text but an empty one, "False" too,' : 'every number but 0'} for true. Write True or False.`,
          };
        else if (kind === 'non-finite')
          yield {
            span,
            severity: runtime && !speechain ? 'error' : 'warning',
            message: `"${key}" is not a finite number: the learning rate or the parameters become NaN or infinite without any error. Write a finite number.`,
          };
        else if (kind === 'length' && (node.kind === 'list' || node.kind === 'tuple'))
          yield {
            span,
            message: `"${key}" has ${node.items.length} values, but two are read: torch ignores the rest without a word. Write two.`,
          };
      }
    }
  },
};
