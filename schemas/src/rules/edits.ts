import type { Entry, MapValue, Span } from '../document/value.js';
import type { Edit } from '../problem.js';

const lineStart = (text: string, offset: number) => text.lastIndexOf('\n', offset - 1) + 1;

/** The edits that replace one piece of text. */
export const replace = (span: Span, newText: string): Edit[] => [{ span, newText }];

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
  if (map.flow || !last) {
    const close = map.span.end - 1;
    const at = last ? Math.min(entryEnd(last), close) : close;
    return [{ span: { start: at, end: at }, newText: last ? `, ${key}: ${value}` : `${key}: ${value}` }];
  }
  const first = map.entries[0] ?? last;
  const column = first.keySpan.start - lineStart(text, first.keySpan.start);
  const written = last.keySpan.start + text.slice(last.keySpan.start, entryEnd(last)).trimEnd().length;
  const newline = text.indexOf('\n', written);
  const lineEnd = text[newline - 1] === '\r' ? '\r\n' : '\n';
  const at = newline < 0 ? text.length : newline + 1 - lineEnd.length;
  return [{ span: { start: at, end: at }, newText: `${lineEnd}${' '.repeat(column)}${key}: ${value}` }];
}
