import { replace } from './edits.js';
import { fieldSeverity } from './field-severity.js';
import type { Finding, Rule } from './rule.js';

const mantissa = (text: string) =>
  text
    .trim()
    .replaceAll('_', '')
    .replace(/^([+-]?\d+)(e)/i, '$1.0$2')
    .replace(/e(\d)/i, 'e+$1');

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
        const tagged = whole?.tag === '!tuple' || whole?.tag === '!list';
        if (tagged && (whole.kind === 'tuple' || whole.kind === 'list')) {
          const list = `[${whole.items.map((item) => (item.kind === 'str' ? mantissa(item.value) : item.kind === 'int' ? String(item.value) : '')).join(', ')}]`;
          const message = `The tag ${whole.tag} makes texts of numbers with a point or a sign: ${issue.key} reaches Python with '${node.value}', and torch stops with a TypeError. Write ${list}.`;
          yield {
            span: whole.span,
            severity,
            message,
            fixes: whole.via
              ? []
              : [
                  {
                    title: `Change to ${list}`,
                    edits: replace(whole.span, list),
                    preferred: true,
                    safe: true,
                  },
                ],
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
          message: `"${node.value}" is not a number to Python: ${why}, and ${issue.key} must be a number. Write ${number}.`,
          fixes: node.via
            ? []
            : [
                {
                  title: `Change to ${number}`,
                  edits: replace(issue.span, number),
                  preferred: true,
                  safe: true,
                },
              ],
        };
      }
    }
  },
};
