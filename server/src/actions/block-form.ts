import type { Config, Edit, Entry, MapValue } from '@optim-sches/schemas';
import type { Offer, Place, Refactor } from './action.js';
import { lineEnd, lineStart, nextLine } from './action.js';
import { betweenOf, columnOf, hasAnchor, linesOf, shiftLines } from './layout.js';

const kind = 'refactor.rewrite';

/** Why the block cannot be written in its other form; undefined where it can. */
function refused(text: string, { document }: Config, block: Entry): string | undefined {
  const { value } = block;
  if (value.via !== undefined)
    return 'optim_sches is written elsewhere in the file (an anchor, or !ref): change it there.';
  if (hasAnchor(text, block)) return 'optim_sches has an anchor: what uses it would get the other form too.';
  if (value.tag !== undefined) return `optim_sches has the tag ${value.tag}, which stays with its mapping.`;
  if (document.references.some(({ key }) => key === 'optim_sches'))
    return 'A !ref uses optim_sches, and would get the other form too.';
  return undefined;
}

function toNamed(text: string, { keySpan }: Entry, map: MapValue): readonly Edit[] | string {
  const { start, end } = map.span;
  if (map.flow)
    return [
      { span: { start, end: start }, newText: '{main: ' },
      { span: { start: end, end }, newText: '}' },
    ];
  const column = columnOf(text, start);
  const step = Math.max(1, column - columnOf(text, keySpan.start));
  const lines = linesOf(text, nextLine(text, keySpan.end), map);
  return [
    { span: { start: lines.start, end: lines.start }, newText: `${' '.repeat(column)}main:\n` },
    ...shiftLines(text, lines, step, column),
  ];
}

function toBare(text: string, outer: MapValue, entry: Entry & { value: MapValue }): readonly Edit[] | string {
  const { value: inner, keySpan } = entry;
  if (hasAnchor(text, entry)) return `${entry.key} has an anchor: without its name there is no place for it.`;
  if (inner.via !== undefined || inner.tag !== undefined)
    return `What ${entry.key} holds is written elsewhere in the file: change it there.`;
  if (outer.flow) {
    const [before, after] = [
      { start: outer.span.start, end: inner.span.start },
      { start: inner.span.end, end: outer.span.end },
    ];
    if ([before, after].some(({ start, end }) => text.slice(start, end).includes('#')))
      return 'A comment between the brackets would have no place.';
    return [before, after].map((span) => ({ span, newText: '' }));
  }
  if (inner.flow) {
    const between = betweenOf(text, entry);
    return between.includes('#') || between.includes('\n')
      ? `What stands between ${entry.key} and its bracket would have no place.`
      : [{ span: { start: keySpan.start, end: inner.span.start }, newText: '' }];
  }
  const comment = text.slice(keySpan.end, lineEnd(text, keySpan.end)).indexOf('#');
  const removed =
    comment < 0
      ? { start: lineStart(text, keySpan.start), end: nextLine(text, keySpan.end) }
      : { start: keySpan.start, end: keySpan.end + comment };
  const column = columnOf(text, inner.span.start);
  const lines = linesOf(text, nextLine(text, keySpan.end), inner);
  return [
    { span: removed, newText: '' },
    ...shiftLines(text, lines, columnOf(text, keySpan.start) - column, column),
  ];
}

function offersFor({ analysis: { config, text } }: Place): Offer[] {
  const { block, form } = config;
  if (block?.value.kind !== 'map') return [];
  const map = block.value;
  if (form === 'bare')
    return [
      {
        title: 'Give the OptimScheduler a name (named form)',
        kind,
        edits: () => refused(text, config, block) ?? toNamed(text, block, map),
      },
    ];
  const [entry, second] = map.entries;
  if (form !== 'named' || !entry || second || entry.value.kind !== 'map') return [];
  const { value } = entry;
  return [
    {
      title: `Write the OptimScheduler without a name (bare form${entry.key === 'main' ? '' : ', then called main'})`,
      kind,
      edits: () => refused(text, config, block) ?? toBare(text, map, { ...entry, value }),
    },
  ];
}

/** One OptimScheduler with its name, or without. */
export const blockForm: Refactor = {
  name: 'block-form',
  kind,
  offers: (place) =>
    ['optim_sches', 'name', 'type', 'conf'].includes(place.node.role) ? offersFor(place) : [],
};
