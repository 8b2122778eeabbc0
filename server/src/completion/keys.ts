import { findScheduler, type KeyFacts } from '@optim-sches/schemas';
import { CompletionItemKind } from 'vscode-languageserver';
import type { Level } from '../text/cursor-place.js';
import { type Context, entriesOf, entryAt } from './context.js';
import { factsOf, fieldsOf, type GroupName } from './fields.js';
import type { Candidate } from './item.js';
import { exampleAt, keySample, memberType } from './key-sample.js';
import type { Place } from './places.js';
import { recipeKeys } from './recipe-keys.js';

/** Groups of candidates, in the order in which they are listed. */
export const order = { required: 0, used: 1, starter: 2, other: 3, noEffect: 4 } as const;

/** The keys that may stand at the cursor and do not yet, what is missing first, then as the recipes use them. */
export function keyCandidates(place: Place, context: Context): Candidate[] {
  const { cursor } = context;
  const level = cursor.levels.at(-1);
  const entries = entriesOf(level);
  // Named OptimSchedulers stand beside each other; their keys stand further in.
  if (!level || (place.starters === 'block' && !isBare(context))) return [];
  // A scheduler inside of another is a mapping of one key.
  if (place.groups.some(isChoice) && entries.length > 0) return [];
  const taken = new Set(entries.map(({ key }) => key));
  const found: Candidate[] = [];
  let index = 0;
  for (const group of place.groups) {
    const fields = fieldsOf(group);
    for (const facts of fields ? factsOf(fields) : []) {
      index++;
      if (taken.has(facts.name) || !isOffered(group, facts, context, taken)) continue;
      taken.add(facts.name);
      found.push(keyCandidate(group, facts, index, level, context));
    }
  }
  return found;
}

/** Whether a block has, or may become, one OptimScheduler without a name. */
const isBare = ({ cursor }: Context) => {
  const entries = entriesOf(cursor.levels.at(-1));
  return entries.every(({ key }) => key === 'type' || key === 'conf');
};

/** Whether a mapping of this group has one key, the name of a scheduler. */
const isChoice = (group: GroupName) => group.endsWith('/schedulers');

function isOffered(group: GroupName, { name }: KeyFacts, context: Context, taken: ReadonlySet<string>) {
  const { target } = context;
  if (isChoice(group) && name.startsWith('torch.')) return false;
  if (name === 'optim_loss' || name === 'optim_losses') {
    if (taken.has('optim_loss') || taken.has('optim_losses')) return false;
    return (name === 'optim_loss') === (target !== 'runtime');
  }
  // An experiment has its model and its block inside of train_cfg; a file of its own has no train_cfg.
  const atTop = context.cursor.path.length === 0;
  if (atTop && group === 'train_cfg') return entryAt(context.root(), 'train_cfg') === undefined;
  if (atTop && name === 'train_cfg')
    return ['model', 'optim_sches'].every((key) => entryAt(context.root(), key) === undefined);
  return true;
}

function keyCandidate(
  group: GroupName,
  facts: KeyFacts,
  index: number,
  level: Level,
  context: Context,
): Candidate {
  const { cursor, target } = context;
  const { name, fallback, unit, required } = facts;
  const deprecated = fieldsOf(group)?.shape[name]?.meta()?.replacedBy !== undefined;
  const noEffect = target === 'runtime' && facts.noEffect !== undefined;
  const uses = usesOf(group, name);
  const rank = required
    ? [order.required, index]
    : noEffect || deprecated
      ? [order.noEffect, index]
      : uses > 0
        ? [order.used, (99 - uses + (isAside(group, context) ? 10 : 0)) * 100 + Math.min(99, index)]
        : [order.other, index];
  const detail = required ? 'required' : fallback === 'null' ? undefined : fallback && `= ${fallback}`;
  return {
    label: name,
    kind: CompletionItemKind.Property,
    sort: [rank[0] ?? order.other, rank[1] ?? index],
    detail: detail === undefined || detail.length > 40 ? undefined : detail,
    description: unit,
    deprecated,
    docs: isChoice(group)
      ? { of: 'schedule', name: memberType(group, name) }
      : { of: 'key', group, key: name },
    write(writer) {
      const written = cursor.quote === '' ? name : `${name}${cursor.quote}`;
      if (cursor.colon) return name;
      if (cursor.followed) return `${written}:`;
      const sample = keySample(group, facts, level, context);
      return `${writer.text(`${written}:`)}${sample ? writer.value(sample) : ' '}`;
    },
  };
}

/** Most files are whole experiments: what belongs into train_cfg comes second at the top of one that is begun. */
const isAside = (group: GroupName, context: Context) =>
  group === 'train_cfg' &&
  context.cursor.path.length === 0 &&
  ['model', 'optim_sches'].every((key) => entryAt(context.root(), key) === undefined);

/** How often the recipes use a key; what a schedule's example has counts as one that is in use. */
function usesOf(group: GroupName, name: string): number {
  const [kind = '', type = ''] = group.split(' ');
  const uses = recipeKeys[kind === 'common' ? 'conf' : kind]?.[name]?.uses ?? 0;
  const isOwn =
    kind === 'conf' && findScheduler(type.split('/')[0] ?? '') && exampleAt(type, name) !== undefined;
  return isOwn ? Math.max(uses, exampleUses) : uses;
}
/** More than what few recipes need beside the schedule: losses, modules. */
const exampleUses = 4;
