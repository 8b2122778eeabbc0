import { commonKeys } from '../config/read-block.js';
import type { Span } from '../document/value.js';
import { entryOf } from '../document/value.js';
import { findScheduler } from '../schedulers/index.js';
import { addEntry } from './edits.js';
import type { FieldGroup, Finding, RuleContext } from './rule.js';
import { exampleOf } from './schedule-key-example.js';
import { isMisspelled } from './unknown-key.js';

/** The key that the mapping belongs to: `conf`, or the class of a schedule inside another. */
function placeOf({ map, keySpan }: FieldGroup, { config }: RuleContext): Span {
  const one = config.optimSchedulers.find(({ conf }) => conf === map);
  return keySpan ?? entryOf(one?.node, 'conf')?.keySpan ?? map.span;
}

/** The keys that a schedule needs and does not have, those of schedules inside it too. */
export function* missingScheduleKeys(context: RuleContext): Iterable<Finding> {
  const { text } = context.config.document;
  for (const group of context.groups) {
    if ((group.kind !== 'conf' && group.kind !== 'nested') || !findScheduler(group.owner)) continue;
    for (const { kind, key } of group.issues) {
      if (kind !== 'missing-key' || commonKeys.has(key) || isMisspelled(group, key)) continue;
      const value = exampleOf(group.owner, key);
      const description = group.fields.shape[key]?.meta()?.description;
      yield {
        span: placeOf(group, context),
        message: `"${key}" is missing, and ${group.owner} has no default for it. ${description ? `${key}: ${description} ` : ''}Write ${key}: ${value}, or what fits your training.`,
        // A mapping that is only referred to (an alias) may be used at other places too.
        fixes: group.map.via
          ? []
          : [{ title: `Add ${key}`, edits: addEntry(text, group.map, key, value), preferred: true }],
      };
    }
  }
}
