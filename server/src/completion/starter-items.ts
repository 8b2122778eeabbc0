import { CompletionItemKind } from 'vscode-languageserver';
import { type Context, entriesOf, entryAt } from './context.js';
import type { Candidate } from './item.js';
import { order } from './keys.js';
import type { Place } from './places.js';
import type { SampleEntry, SampleMap } from './sample.js';
import { type Starter, starterEntries, startersFor } from './starters.js';

/** Whole OptimSchedulers: a block where there is none yet, what stands in an empty one, or one more beside the others. */
export function starterCandidates(place: Place, context: Context): Candidate[] {
  const { cursor, target } = context;
  const entries = entriesOf(cursor.levels.at(-1));
  if (place.starters === undefined || cursor.colon || cursor.followed || cursor.quote !== '') return [];
  const isBlock = place.starters === 'block';
  const isBare = entries.some(({ key }) => key === 'type' || key === 'conf');
  if (isBlock && isBare) return [];
  const isAround =
    place.starters === 'root' &&
    ['train_cfg', 'optim_sches'].some((key) => entryAt(entries, key) !== undefined);
  if (!isBlock && (isAround || entryAt(entries, 'optim_sches') !== undefined)) return [];
  const speechain = target !== 'runtime';
  const names = new Set(entries.map(({ key }) => key));
  return startersFor(speechain).map((starter, index): Candidate => {
    const { name } = starter;
    return {
      label: name,
      kind: CompletionItemKind.Snippet,
      sort: [order.starter, index],
      filter: `${isBlock ? '' : 'optim_sches '}${name} ${typesOf(starter)}`,
      description: typesOf(starter),
      docs: { of: 'starter', name, speechain },
      write(writer) {
        const around = {
          speechain,
          model: context.model(),
          names: isBlock && names.size > 0 ? names : undefined,
        };
        const inside = starterEntries(starter, around);
        return writer.entries(isBlock ? inside : [blockOf(inside)]);
      },
    };
  });
}

const typesOf = ({ parts }: Starter) => [...new Set(parts.map(({ type }) => type))].join(', ');

const blockOf = (entries: readonly SampleEntry[]): SampleEntry => {
  const value: SampleMap = { kind: 'map', entries };
  return { key: 'optim_sches', value };
};
