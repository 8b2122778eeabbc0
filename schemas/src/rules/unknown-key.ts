import type { Config } from '../config/config.js';
import { experimentArguments } from '../config/exp-cfg.js';
import type { MapValue } from '../document/value.js';
import { entryOf } from '../document/value.js';
import { listed, suggest } from '../suggest.js';
import { addEntry, removeEntry, respell } from './edits.js';
import type { FieldGroup, Finding, Rule, RuleContext } from './rule.js';

/** What SpeeChain and torch do with a key they do not know. */
const consequence = (kind: FieldGroup['kind'], key: string) =>
  kind === 'model'
    ? 'nobody would read it, and the model would be built without it.'
    : kind === 'module_conf' || kind === 'data'
      ? 'training would not start.'
      : kind === 'optim_conf'
        ? 'torch would stop with a TypeError.'
        : key in experimentArguments.shape
          ? 'SpeeChain would stop with TypeError: got multiple values for keyword argument.'
          : 'the schedule would stop with a TypeError.';

/** The keys of a group that are free, the missing ones before those that have a default. */
function candidates({ map, fields, issues }: FieldGroup): string[] {
  const missing = issues.filter((issue) => issue.kind === 'missing-key').map((issue) => issue.key);
  const free = Object.keys(fields.shape).filter((key) => !entryOf(map, key) && !missing.includes(key));
  return [...missing, ...free];
}

/** The key that an unknown one most likely stands for. */
const intended = (group: FieldGroup, key: string) => suggest(key, candidates(group));

/** Whether a key that is missing is one that is there, misspelled: then one mistake is one problem. */
export const isMisspelled = (group: FieldGroup, missing: string): boolean =>
  group.issues.some(({ kind, key }) => kind === 'unknown-key' && intended(group, key) === missing);

/** Whether a key stands for another one that is not there: what the group says is not what was meant. */
export const hasMisspelling = (group: FieldGroup): boolean =>
  group.issues.some(({ kind, key }) => kind === 'unknown-key' && intended(group, key) !== undefined);

function* unknownIn(group: FieldGroup, context: RuleContext): Iterable<Finding> {
  const { text } = context.config.document;
  if (group.kind === 'nested') return yield* unknownInside(group, text);
  for (const { kind, key, entry, span } of group.issues) {
    if (kind !== 'unknown-key' || !entry) continue;
    const remove = { title: `Remove ${key}`, edits: removeEntry(text, group.map, entry) };
    const near = intended(group, key);
    // A model of SpeeChain's may take keys of its own.
    if (group.kind === 'model' && !near && !context.runtime) continue;
    const isSchedule = group.kind === 'conf' || group.kind === 'optim_conf';
    if (isSchedule && key in experimentArguments.shape) {
      const { expCfg } = context.config;
      const written = text.slice(entry.value.span.start, entry.value.span.end);
      const move = expCfg &&
        !entryOf(expCfg, key) && {
          title: `Move ${key} to the experiment`,
          edits: [...remove.edits, ...addEntry(text, expCfg, key, written)],
          preferred: true,
        };
      yield {
        span,
        message: `"${key}" belongs to the experiment, not to one OptimScheduler: ${consequence(group.kind, key)} Move it to the top level of the exp_cfg.`,
        fixes: move ? [move, remove] : [remove],
      };
    } else if (isSchedule && key === 'params') {
      yield {
        span,
        message:
          '"params" is filled in with the parameters of the model: torch would stop with a TypeError. Remove it.',
        fixes: [{ ...remove, preferred: true }],
      };
    } else {
      const fixes = near
        ? [
            { title: `Change to ${near}`, edits: respell(text, span, near), preferred: true, safe: true },
            remove,
          ]
        : [remove];
      const keys = Object.keys(group.fields.shape);
      yield {
        span,
        severity: group.kind === 'model' && !near ? 'warning' : 'error',
        message: `"${key}" is not an argument of ${group.owner}: ${consequence(group.kind, key)} ${near ? `Did you mean "${near}"?` : `It takes ${listed(keys, 'and')}.`}`,
        fixes,
      };
    }
  }
}

/** Unknown keys of a mapping inside a value, in the words of its own schema. */
function* unknownInside(group: FieldGroup, text: string): Iterable<Finding> {
  for (const { kind, key, entry, span } of group.issues) {
    if (kind !== 'unknown-key' || !entry) continue;
    const alone = group.fields.safeParse({ [key]: null }).error?.issues;
    const message =
      alone?.find(({ code }) => code === 'unrecognized_keys')?.message ??
      `"${key}" is not an argument of ${group.owner}.`;
    const near = intended(group, key);
    const remove = { title: `Remove ${key}`, edits: removeEntry(text, group.map, entry) };
    // The key that the message names, if any.
    const change = near &&
      message.includes(`"${near}"`) && {
        title: `Change to ${near}`,
        edits: respell(text, span, near),
        preferred: true,
        safe: true,
      };
    yield { span, message, fixes: change ? [change, remove] : [remove] };
  }
}

/** A key that nobody reads. */
export const unknownKey: Rule = {
  code: 'optim/unknown-key',
  severity: 'error',
  summary: 'A key is not an argument of what it is given to.',
  docs: 'The keys of `conf` go to the schedule, those of `optim_conf` to the torch optimizer: both refuse what they do not know. Most often it is a misspelling. Those of `train_cfg.model` would be passed over in silence: with `module_cnf` for `module_conf` the model trains with its default sizes.',
  example: {
    bad: 'optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {lrr: 0.001}}}\n',
    good: 'optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {lr: 0.001}}}\n',
  },
  *check(context): Iterable<Finding> {
    const { config } = context;
    for (const group of context.groups) yield* unknownIn(group, context);
    if (config.linked) return;
    for (const { node } of config.optimSchedulers) yield* besideConf(node, config);
  },
};

/** Keys beside `type` and `conf`: SpeeChain ignores them in a named entry, and misreads a bare one. */
function* besideConf(map: MapValue, { form, document }: Config): Iterable<Finding> {
  const missing = ['type', 'conf'].filter((key) => !entryOf(map, key));
  for (const entry of map.entries) {
    if (entry.key === 'type' || entry.key === 'conf') continue;
    const near = suggest(entry.key, missing);
    const fixes = near
      ? [
          {
            title: `Change to ${near}`,
            edits: respell(document.text, entry.keySpan, near),
            preferred: true,
            safe: true,
          },
        ]
      : [{ title: `Remove ${entry.key}`, edits: removeEntry(document.text, map, entry), preferred: true }];
    const span = entry.keySpan;
    if (near)
      yield {
        span,
        fixes,
        message: `An OptimScheduler has the keys type and conf; "${entry.key}" is neither. Did you mean "${near}"?`,
      };
    else if (form === 'bare')
      yield {
        span,
        fixes,
        message: `An OptimScheduler has exactly the keys type and conf: with "${entry.key}" beside them SpeeChain reads three named OptimSchedulers and stops with a TypeError. Remove it, or make it a comment.`,
      };
    else
      yield {
        span,
        fixes,
        severity: 'hint',
        tag: 'unnecessary',
        message: `"${entry.key}" has no effect: an OptimScheduler has the keys type and conf. Remove it, or make it a comment.`,
      };
  }
}
