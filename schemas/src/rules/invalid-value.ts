import type { FieldIssue } from '../config/read-fields.js';
import { brief } from '../document/brief.js';
import type { MapValue, Span } from '../document/value.js';
import { entryOf, valueAt } from '../document/value.js';
import { findModel } from '../models/index.js';
import { replace } from './edits.js';
import { fieldSeverity } from './field-severity.js';
import type { Finding, Rule, RuleContext } from './rule.js';

function* crossChecks(context: RuleContext): Iterable<Finding> {
  if (context.config.linked) return;
  for (const one of context.config.optimSchedulers) {
    const { optimizer, optimizerOptions, optimConf, optimTypeNode, conf, typeNode } = one;
    if (optimizer?.check && optimizerOptions && optimConf)
      for (const { path, message } of optimizer.check(optimizerOptions))
        yield { span: spanAt(optimConf, path) ?? optimTypeNode?.span ?? optimConf.span, message };
    for (const { path, message } of one.schedulerConflicts) {
      // A key that is not written is missing in the conf.
      const written = conf && spanAt(conf, path);
      const span = written ?? entryOf(one.node, 'conf')?.keySpan ?? typeNode?.span ?? conf?.span;
      if (span) yield { span, message };
    }
  }
}

/** The deepest node of a path that is written; undefined when its first key is not. */
function spanAt(map: MapValue, path: readonly (string | number)[]): Span | undefined {
  for (let length = path.length; length > 0; length--) {
    const part = valueAt(map, path.slice(0, length));
    if (part && part.span.end > part.span.start) return part.span;
  }
  return undefined;
}

/** What two keys of a model's module_conf must be together. */
function* modelChecks({ groups }: RuleContext): Iterable<Finding> {
  for (const { kind, map, values, owner, issues } of groups) {
    if (kind !== 'module_conf' || issues.some((issue) => issue.kind !== 'unknown-key')) continue;
    const check = findModel(owner)?.checkModuleConf;
    const wrong = values && check?.(values);
    const entry = wrong && map.entries.find(({ key }) => wrong.keys.includes(key));
    if (wrong) yield { span: entry?.value.span ?? map.span, message: wrong.message };
  }
}

/** A value of the wrong kind or out of its range. */
export const invalidValue: Rule = {
  code: 'optim/invalid-value',
  severity: 'error',
  summary: 'A value is of the wrong kind or outside its range.',
  docs: 'The ranges are those that torch and SpeeChain enforce themselves, so the training would stop with the error quoted in the message, after the GPU is taken.',
  example: {
    bad: 'optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {lr: -1}}}\n',
    good: 'optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {lr: 0.001}}}\n',
  },
  *check(context): Iterable<Finding> {
    const { text } = context.config.document;
    for (const group of context.groups) {
      for (const issue of group.issues) {
        if (issue.kind === 'int-as-float') {
          yield intAsFloat(issue);
          continue;
        }
        if (issue.kind !== 'invalid' && issue.kind !== 'float-as-int') continue;
        const { entry, node } = issue;
        // An empty value has no text to underline: its key stands for it.
        const span = issue.span.end > issue.span.start ? issue.span : (entry?.keySpan ?? issue.span);
        const severity = fieldSeverity(group, issue, context);
        if (issue.kind === 'float-as-int') {
          const written = brief(text.slice(issue.span.start, issue.span.end));
          const whole =
            node.kind === 'float' && Number.isInteger(node.value) ? String(node.value) : undefined;
          yield {
            span,
            severity,
            message: `"${issue.key}" is ${written}, a float: an int is asked for (isinstance(x, int)), and 2.0 is none in Python. ${whole ? `Write ${whole}.` : 'Write a whole number.'}`,
            fixes:
              whole && !node.via
                ? [{ title: `Change to ${whole}`, edits: replace(span, whole), preferred: true, safe: true }]
                : [],
          };
          continue;
        }
        yield { span, severity, message: sentence(issue.message) };
      }
    }
    yield* crossChecks(context);
    yield* modelChecks(context);
  },
};

const sentence = (message: string) => (/[.?!]$/.test(message) ? message : `${message}.`);

/** torch 2.15 compares the types of the two betas. */
function intAsFloat({ key, node, span }: FieldIssue): Finding {
  const float = node.kind === 'int' ? `${node.value}.0` : '0.0';
  return {
    span,
    message: `"${key}" holds the int ${node.kind === 'int' ? node.value : ''}: torch stops with “betas must be either both floats or both Tensors”. Write ${float}.`,
    fixes: node.via
      ? []
      : [{ title: `Change to ${float}`, edits: replace(span, float), preferred: true, safe: true }],
  };
}
