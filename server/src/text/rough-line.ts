import type { Span } from '@optim-sches/schemas';

/** A `- ` in front of an item. */
export interface RoughDash {
  readonly at: number;
  readonly column: number;
}

/** A key and its colon. */
export interface RoughKey {
  readonly text: string;
  /** Without quotes around it. */
  readonly span: Span;
  readonly column: number;
  /** The offset behind the colon. */
  readonly after: number;
}

/** One line of YAML, read without regard to the others: as much as can be told when the text is broken. */
export interface RoughLine {
  readonly start: number;
  /** Without the line break. */
  readonly end: number;
  readonly kind: 'blank' | 'comment' | 'marker' | 'code';
  /** Columns of blanks in front; a tab, which YAML refuses here, counts as two. */
  readonly indent: number;
  /** The first character that is no blank. */
  readonly first: number;
  readonly dashes: readonly RoughDash[];
  /** What follows the dashes. */
  readonly content: { readonly start: number; readonly column: number };
  readonly key: RoughKey | undefined;
  /** What stands behind the key, or behind the dashes; without blanks and comment. */
  readonly value: Span;
  /** Where a comment begins; the end of the line when there is none. */
  readonly comment: number;
}

export const isBlank = (char: string | undefined): boolean => char === ' ' || char === '\t';

/** Where the line around an offset begins. */
export const lineStart = (text: string, offset: number): number =>
  offset <= 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;

/** Where the line that begins at `start` ends, without its line break. */
export function lineEnd(text: string, start: number): number {
  const newline = text.indexOf('\n', start);
  const end = newline < 0 ? text.length : newline;
  return end > start && text[end - 1] === '\r' ? end - 1 : end;
}

/** Where the next line begins; undefined on the last one. */
export function nextLine(text: string, start: number): number | undefined {
  const newline = text.indexOf('\n', start);
  return newline < 0 ? undefined : newline + 1;
}

/** How many columns a line has in front of `offset`. */
export function columnAt(text: string, start: number, offset: number): number {
  let column = 0;
  for (let at = start; at < offset; at++) {
    const code = text.charCodeAt(at);
    // A byte order mark takes no room.
    if (code !== 0xfeff) column += code === 9 ? 2 : 1;
  }
  return column;
}

/** Columns of blanks in front of a line; -1 for one that is blank or a comment. */
export function indentAt(text: string, start: number): number {
  let column = 0;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 32) column++;
    else if (code === 9) column += 2;
    else if (code === 10 || code === 13 || code === 35) return -1;
    else if (code !== 0xfeff) return column;
  }
  return -1;
}

/** The quote that closes the one at `open`; `end` when none does. */
export function closingQuote(text: string, open: number, end: number): number {
  const quote = text[open];
  for (let at = open + 1; at < end; at++) {
    if (text[at] === '\\' && quote === '"') at++;
    else if (text[at] === quote) {
      if (quote === '"' || text[at + 1] !== quote) return at;
      at++;
    }
  }
  return end;
}

const isQuote = (char: string | undefined) => char === '"' || char === "'";

/** Where the comment of a line begins, looking from its first character; `end` when it has none. */
function commentIn(text: string, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    const before = at === from ? ' ' : (text[at - 1] ?? ' ');
    if (text[at] === '#' && isBlank(before)) return at;
    if (isQuote(text[at]) && ' \t[{,:('.includes(before)) at = closingQuote(text, at, end);
  }
  return end;
}

/** `key:value` without a blank is a key that somebody is typing; `C:\` and `http://` are none. */
const tightKey = /[A-Za-z_][\w.-]*:(?![/\\:])/y;

function keyIn(text: string, from: number, end: number, column: number): RoughKey | undefined {
  const open = text[from] ?? '';
  const made = (start: number, stop: number, after: number): RoughKey => ({
    text: text.slice(start, stop),
    span: { start, end: stop },
    column,
    after,
  });
  if (isQuote(open)) {
    const close = closingQuote(text, from, end);
    let colon = close + 1;
    while (isBlank(text[colon])) colon++;
    return close < end && text[colon] === ':' ? made(from + 1, close, colon + 1) : undefined;
  }
  if (from >= end || '[]{},|>&*!%@`#'.includes(open)) return undefined;
  for (let at = from; at < end; at++) {
    const char = text[at] ?? '';
    if ('[]{},'.includes(char)) break;
    if (char !== ':' || (at + 1 < end && !isBlank(text[at + 1]))) continue;
    return made(from, from + text.slice(from, at).trimEnd().length, at + 1);
  }
  tightKey.lastIndex = from;
  const tight = tightKey.exec(text)?.[0];
  return tight ? made(from, from + tight.length - 1, from + tight.length) : undefined;
}

/** Reads the line that begins at `start`. */
export function readLine(text: string, start: number): RoughLine {
  const end = lineEnd(text, start);
  let first = start;
  while (first < end && (isBlank(text[first]) || text[first] === '\ufeff')) first++;
  const indent = columnAt(text, start, first);
  const comment = commentIn(text, first, end);
  const dashes: RoughDash[] = [];
  let at = first;
  let column = indent;
  while (text[at] === '-' && (at + 1 >= end || isBlank(text[at + 1]))) {
    dashes.push({ at, column });
    const from = at++;
    while (at < comment && isBlank(text[at])) at++;
    column += columnAt(text, from, at);
  }
  const marker = indent === 0 && /^(?:---|\.\.\.)(?:\s|$)/.test(text.slice(start, start + 4));
  const key = marker ? undefined : keyIn(text, at, comment, column);
  let from = key?.after ?? at;
  while (from < comment && isBlank(text[from])) from++;
  let to = comment;
  while (to > from && isBlank(text[to - 1])) to--;
  return {
    start,
    end,
    kind: first >= end ? 'blank' : comment === first ? 'comment' : marker ? 'marker' : 'code',
    indent,
    first,
    dashes,
    content: { start: at, column },
    key,
    value: { start: Math.min(from, to), end: to },
    comment,
  };
}
