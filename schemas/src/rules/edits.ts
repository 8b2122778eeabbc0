import { parse } from 'yaml';
import type { Entry, MapValue, Span } from '../document/value.js';
import type { Edit } from '../problem.js';

const lineStart = (text: string, offset: number) => text.lastIndexOf('\n', offset - 1) + 1;

/** The edits that replace one piece of text. A word that may stand in quotes is for `respell`. */
export const replace = (span: Span, newText: string): Edit[] => [{ span, newText }];

/** Whether a text is written as JSON is: one mapping in braces with quoted keys. Its edits are JSON too. */
const isJson = (text: string) => /^\uFEFF?\s*\{\s*(?:"|\}\s*$)/.test(text);

function inQuotes(word: string, quote: string | undefined): string {
  if (quote === '"') return JSON.stringify(word);
  return quote === "'" ? `'${word.replaceAll("'", "''")}'` : word;
}

/**
 * A key or a text value written as the one at `span` is. Without its quotes a key that has no blank after its colon
 * (`"lr":1`) would be a text with a colon in it.
 */
export const likewise = (text: string, { start }: Span, word: string): string =>
  inQuotes(word, isJson(text) ? '"' : text[start]);

/** The edits that write another key, or another text value, in place of one. */
export const respell = (text: string, span: Span, word: string): Edit[] =>
  replace(span, likewise(text, span, word));

/** A key and its value (YAML on one line) as they are added to a text. */
export function entryText(text: string, key: string, value: string): string {
  return isJson(text) ? `${JSON.stringify(key)}: ${jsonOf(value)}` : `${key}: ${value}`;
}

/** A value in JSON. A number stays as it is written, and so does what JSON has no words for (a reference, .inf). */
function jsonOf(value: string): string {
  if (/^-?\d/.test(value) || /[!&*]|\.(?:inf|nan)/i.test(value)) return value;
  return JSON.stringify(parse(value));
}

/** The edits that take a key and its value out of a mapping, with its line in a block mapping. */
export function removeEntry(text: string, map: MapValue, entry: Entry): Edit[] {
  const end = entry.keySpan.start + text.slice(entry.keySpan.start, entryEnd(entry)).trimEnd().length;
  const index = map.entries.indexOf(entry);
  const next = map.entries[index + 1];
  if (!map.flow) {
    const newline = text.indexOf('\n', end);
    const start = lineStart(text, entry.keySpan.start);
    // Behind the dash of a list (`- a: 1`) the next key moves up to it.
    const isAlone = text.slice(start, entry.keySpan.start).trim() === '' || map.entries.length === 1;
    const line = { start, end: newline < 0 ? text.length : newline + 1 };
    return [
      {
        span: isAlone || !next ? line : { start: entry.keySpan.start, end: next.keySpan.start },
        newText: '',
      },
    ];
  }
  const previous = map.entries[index - 1];
  if (next) return [{ span: { start: entry.keySpan.start, end: next.keySpan.start }, newText: '' }];
  return [{ span: { start: previous ? entryEnd(previous) : entry.keySpan.start, end }, newText: '' }];
}

const entryEnd = (entry: Entry) => Math.max(entry.keySpan.end + 1, entry.value.span.end);

/** The edits that add a key as the last one of a mapping, in its own layout. */
export function addEntry(text: string, map: MapValue, key: string, value: string): Edit[] {
  const last = map.entries.at(-1);
  const added = entryText(text, key, value);
  if (map.flow || !last) {
    const close = map.span.end - 1;
    const at = last ? Math.min(entryEnd(last), close) : close;
    return [{ span: { start: at, end: at }, newText: last ? `, ${added}` : added }];
  }
  const first = map.entries[0] ?? last;
  const column = first.keySpan.start - lineStart(text, first.keySpan.start);
  const written = last.keySpan.start + text.slice(last.keySpan.start, entryEnd(last)).trimEnd().length;
  const newline = text.indexOf('\n', written);
  const lineEnd = text[newline - 1] === '\r' ? '\r\n' : '\n';
  const at = newline < 0 ? text.length : newline + 1 - lineEnd.length;
  return [{ span: { start: at, end: at }, newText: `${lineEnd}${' '.repeat(column)}${added}` }];
}
