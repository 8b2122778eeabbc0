import type { Edit, Entry, MapValue, Span } from '@optim-sches/schemas';
import { indentAt, lineEnd, lineStart, nextLine, trimmedSpan } from './action.js';

/** The text between a key and its value: `: `, with a comment or an anchor that stands there. */
export const betweenOf = (text: string, { keySpan, value }: Entry): string =>
  text.slice(keySpan.end, value.span.start);

/** Whether a value has an anchor, by which another place may use it. */
export const hasAnchor = (text: string, entry: Entry): boolean =>
  /&\S/.test(withoutComments(betweenOf(text, entry)));

/** Whether a part of the text names an anchor anywhere. */
export const holdsAnchor = (text: string, { start, end }: Span): boolean =>
  /(?:^|[\s,[{:])&[^\s,[\]{}]/.test(withoutComments(text.slice(start, end)));

const withoutComments = (text: string) => text.replace(/(^|\s)#.*/g, '$1');

/** The edit that gives a mapping one more key, as its last one and in its own layout; undefined where it has no place. */
export function addKey(text: string, map: MapValue, key: string, value: string): Edit | undefined {
  const own = map.entries.filter((entry) => entry.value.via !== 'merge');
  const last = own.at(-1);
  if (map.flow) {
    const at = last
      ? trimmedSpan(text, {
          start: last.keySpan.start,
          end: Math.max(last.keySpan.end + 1, last.value.span.end),
        }).end
      : map.span.start + 1;
    return { span: { start: at, end: at }, newText: `${last ? ', ' : ''}${key}: ${value}` };
  }
  const first = own[0];
  const indent = first && indentAt(text, first.keySpan.start);
  if (!last || indent === undefined) return undefined;
  const at = lineEnd(
    text,
    trimmedSpan(text, { start: last.keySpan.start, end: Math.max(last.keySpan.end + 1, last.value.span.end) })
      .end,
  );
  return { span: { start: at, end: at }, newText: `\n${indent}${key}: ${value}` };
}

/** Whole lines of a text. */
export interface Lines {
  readonly start: number;
  /** Before the last line's break. */
  readonly end: number;
}

/** The lines that a block mapping stands in, with a comment at its end; `from` is where they may begin. */
export const linesOf = (text: string, from: number, { span }: MapValue): Lines => ({
  start: from,
  end: lineEnd(text, trimmedSpan(text, span).end),
});

/**
 * The edits that move lines right by so many blanks (left where negative). Blank lines stay, and so do comments that
 * stand further left than `column`, where what they are about begins.
 */
export function shiftLines(text: string, { start, end }: Lines, by: number, column: number): Edit[] {
  const edits: Edit[] = [];
  for (let at = start; at < end; at = nextLine(text, at)) {
    const line = text.slice(at, lineEnd(text, at));
    const blanks = line.length - line.trimStart().length;
    if (line.trim() === '' || (line.trimStart().startsWith('#') && blanks < column)) continue;
    if (by > 0) edits.push({ span: { start: at, end: at }, newText: ' '.repeat(by) });
    else edits.push({ span: { start: at, end: at + Math.min(blanks, -by) }, newText: '' });
  }
  return edits;
}

/** The column of an offset in its line. */
export const columnOf = (text: string, offset: number): number => offset - lineStart(text, offset);
