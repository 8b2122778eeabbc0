import { commonKeys } from '../config/read-block.js';
import type { Entry, MapValue } from '../document/value.js';
import { toPlain } from '../document/value.js';
import { flowYaml } from '../gallery/plain-yaml.js';
import type { Edit } from '../problem.js';
import { entryText, likewise } from '../rules/edits.js';
import { samePlain } from './equal.js';

/** What becomes of one key of a conf: it stays, changes in its place, or goes. */
interface Fate {
  readonly entry: Entry;
  readonly edit?: Edit;
  readonly gone?: boolean;
}

const words = (key: string) => key.split('_').filter((word) => word.length > 2);
const alike = (a: string, b: string) => words(a).some((word) => words(b).includes(word));

/** The end of an entry's text, without what follows on the line. */
function endOf(text: string, { keySpan, value }: Entry): number {
  const end = Math.max(keySpan.end + 1, value.span.end);
  return keySpan.start + text.slice(keySpan.start, end).trimEnd().length;
}

/**
 * Which new key takes the place of which old one, so that comments and references stay where they are: one of the same
 * name, then one of the same value, then one with a word in common.
 */
function pair(old: readonly Entry[], next: ReadonlyMap<string, unknown>): Map<Entry, string> {
  const pairs = new Map<Entry, string>();
  const left = new Set(next.keys());
  const match = (fits: (entry: Entry, key: string) => boolean) => {
    for (const entry of old) {
      const key = pairs.has(entry) ? undefined : [...left].find((candidate) => fits(entry, candidate));
      if (key === undefined) continue;
      pairs.set(entry, key);
      left.delete(key);
    }
  };
  match((entry, key) => entry.key === key);
  match((entry, key) => !next.has(entry.key) && samePlain(toPlain(entry.value), next.get(key)));
  match((entry, key) => !next.has(entry.key) && alike(entry.key, key));
  return pairs;
}

function fateOf(entry: Entry, key: string | undefined, value: unknown, text: string): Fate {
  if (key === undefined) return { entry, gone: true };
  const keeps = samePlain(toPlain(entry.value), value);
  if (keeps && entry.key === key) return { entry };
  const span = keeps ? entry.keySpan : { start: entry.keySpan.start, end: endOf(text, entry) };
  return {
    entry,
    edit: { span, newText: keeps ? likewise(text, span, key) : entryText(text, key, flowYaml(value)) },
  };
}

/**
 * The edits that give a conf the keys `next` of another schedule: those of every OptimScheduler stay, and so do comments,
 * references and layout where a key has a counterpart. A text where it cannot be edited.
 */
export function confEdits(
  text: string,
  map: MapValue,
  next: Readonly<Record<string, unknown>>,
): readonly Edit[] | string {
  const own = map.entries.filter(({ key }) => !commonKeys.has(key));
  const written = map.entries.filter(({ value }) => value.via !== 'merge');
  if (map.via || own.some(({ value }) => value.via === 'merge'))
    return 'Keys of its conf are written elsewhere in the file (an anchor, or !ref), where other parts of it use them too. Write them here first.';
  const values = new Map(Object.entries(next));
  const pairs = pair(own, values);
  const fates = written.map((entry): Fate => {
    if (commonKeys.has(entry.key)) return { entry };
    const key = pairs.get(entry);
    return fateOf(entry, key, key === undefined ? undefined : values.get(key), text);
  });
  const taken = new Set(pairs.values());
  const added = [...values]
    .filter(([key]) => !taken.has(key))
    .map(([key, value]) => entryText(text, key, flowYaml(value)));
  const changes = fates.flatMap(({ edit }) => edit ?? []);
  return [...changes, ...(map.flow ? flowEdits(text, fates, added) : blockEdits(text, fates, added))];
}

function flowEdits(text: string, fates: readonly Fate[], added: readonly string[]): Edit[] {
  const edits: Edit[] = [];
  const lastKept = fates.findLastIndex(({ gone }) => !gone);
  const [anchor, last] = [fates[lastKept], fates.at(-1)];
  if (!anchor || !last) return edits;
  fates.forEach(({ entry, gone }, index) => {
    const following = fates[index + 1];
    if (gone && following && index < lastKept)
      edits.push({ span: { start: entry.keySpan.start, end: following.entry.keySpan.start }, newText: '' });
  });
  const start = endOf(text, anchor.entry);
  // What stands behind the last key that stays makes room for what is new.
  const end = anchor === last ? start : endOf(text, last.entry);
  if (added.length > 0 || end > start)
    edits.push({ span: { start, end }, newText: added.map((one) => `, ${one}`).join('') });
  return edits;
}

function blockEdits(text: string, fates: readonly Fate[], added: readonly string[]): Edit[] {
  const lineStart = (at: number) => text.lastIndexOf('\n', at - 1) + 1;
  const lineEnd = (at: number) => (text.indexOf('\n', at) < 0 ? text.length : text.indexOf('\n', at));
  const edits = fates.flatMap(({ entry, gone }): Edit[] => {
    if (!gone) return [];
    const end = Math.min(text.length, lineEnd(endOf(text, entry)) + 1);
    return [{ span: { start: lineStart(entry.keySpan.start), end }, newText: '' }];
  });
  const anchor = fates.findLast(({ gone }) => !gone)?.entry;
  if (!anchor || added.length === 0) return edits;
  const column = anchor.keySpan.start - lineStart(anchor.keySpan.start);
  const lineBreak = lineEnd(endOf(text, anchor));
  const at = text[lineBreak - 1] === '\r' ? lineBreak - 1 : lineBreak;
  const lines = added.map((one) => `\n${' '.repeat(column)}${one}`).join('');
  return [...edits, { span: { start: at, end: at }, newText: lines }];
}
