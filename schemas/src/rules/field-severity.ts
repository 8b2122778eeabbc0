import type { FieldIssue } from '../config/read-fields.js';
import type { Value } from '../document/value.js';
import type { Severity } from '../problem.js';
import type { FieldGroup, RuleContext } from './rule.js';

/**
 * How bad a wrong value is for who runs the file. SpeeChain sets the experiment's arguments without any check: only a
 * few of them fail. This runtime refuses what it would use, and warns of what it would not.
 */
export function fieldSeverity(group: FieldGroup, issue: FieldIssue, { runtime }: RuleContext): Severity {
  if (group.kind !== 'experiment') return 'error';
  const noEffect = group.fields.shape[issue.key]?.meta()?.noEffect !== undefined;
  if (runtime && !noEffect) return 'error';
  const { kind } = issue.node;
  switch (issue.key) {
    case 'accum_grad':
      return 'error';
    case 'ft_factor':
      return kind === 'int' || kind === 'float' || kind === 'bool' ? 'warning' : 'error';
    case 'grad_clip':
    case 'grad_norm_type':
      // torch calls float(…), which takes a number written as text, and any range.
      return kind === 'int' || kind === 'float' || kind === 'bool' || isPythonFloat(issue.node)
        ? 'warning'
        : 'error';
    default:
      return 'warning';
  }
}

/** Whether Python's float() takes a text. */
const isPythonFloat = (node: Value) =>
  node.kind === 'str' &&
  /^\s*[+-]?(inf(inity)?|nan|(\d[\d_]*\.?\d*|\.\d+)(e[+-]?\d+)?)\s*$/i.test(node.value);
