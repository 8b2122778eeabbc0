import { isNumeric } from '../config/read-fields.js';
import type { Span, Value } from '../document/value.js';
import type { Fix } from '../problem.js';
import { replace } from './edits.js';
import { fieldSeverity } from './field-severity.js';
import type { Finding, Rule } from './rule.js';

const mantissa = (text: string) =>
  text
    .trim()
    .replaceAll('_', '')
    .replace(/^([+-]?\d+)(e)/i, '$1.0$2')
    .replace(/e(\d)/i, 'e+$1');

const written = (span: Span, text: string): Fix => ({
  title: `Change to ${text}`,
  edits: replace(span, text),
  preferred: true,
  safe: true,
});

/** The items of a `!tuple (…)` or `!list '[…]'` as a plain list; undefined when one of them is no number. */
function asNumbers(value: Value): string | undefined {
  if ((value.tag !== '!tuple' && value.tag !== '!list') || (value.kind !== 'tuple' && value.kind !== 'list'))
    return undefined;
  const items = value.items.map((item) => {
    if (item.kind === 'int') return String(item.value);
    return item.kind === 'str' && isNumeric(item.value) ? mantissa(item.value) : undefined;
  });
  return items.includes(undefined) ? undefined : `[${items.join(', ')}]`;
}

/** A text where a number is meant. */
export const numberAsText: Rule = {
  code: 'optim/number-as-text',
  severity: 'error',
  summary: 'A number reaches Python as a text.',
  docs: "Quotes and the tags `!str` and `!tuple` make texts of numbers: `!tuple (0.9, 0.98)` gives `('0.9', '0.98')`. With PyYAML (setting `loader: pyyaml`) `1e-9` and `5e4` are texts too, since it wants a point and a signed exponent: `1.0e-9`, `5.0e+4`. torch then compares a text with a number and stops with a TypeError.",
  example: {
    bad: 'optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {eps: "1e-9"}}}\n',
    good: 'optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {eps: 1.0e-9}}}\n',
  },
  *check(context): Iterable<Finding> {
    for (const group of context.groups) {
      for (const issue of group.issues) {
        if (issue.kind !== 'string-as-number' || issue.node.kind !== 'str') continue;
        const { node, entry } = issue;
        const severity = fieldSeverity(group, issue, context);
        const whole = entry?.value;
        const list = whole && asNumbers(whole);
        if (whole && list) {
          yield {
            span: whole.span,
            severity,
            message: `The tag ${whole.tag} makes texts of numbers with a point or a sign: ${issue.name} reaches Python with '${node.value}', and torch stops with a TypeError. Write ${list}.`,
            fixes: whole.via ? [] : [written(whole.span, list)],
          };
          continue;
        }
        const number = mantissa(node.value);
        const why = node.quoted
          ? 'the quotes make it a text'
          : node.tag
            ? `the tag ${node.tag} makes it a text`
            : 'PyYAML reads it as a text';
        yield {
          span: issue.span,
          severity,
          message: `"${node.value}" is not a number to Python: ${why}, and ${issue.name} must be a number. Write ${number}.`,
          fixes: node.via ? [] : [written(issue.span, number)],
        };
      }
    }
  },
};
