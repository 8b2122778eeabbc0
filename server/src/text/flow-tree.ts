import type { Span } from '@optim-sches/schemas';
import { closingQuote, isBlank } from './rough-line.js';

/** What stands between two commas of a `{…}` or `[…]`. */
export interface FlowPart {
  /** From behind the comma (or the opening bracket) to the next one. */
  readonly whole: Span;
  /** The key's text without quotes; undefined where there is no colon (yet). */
  readonly key: string | undefined;
  readonly keySpan: Span;
  /** The offset behind the colon; undefined where there is none. */
  readonly after: number | undefined;
  /** What stands behind the colon, or alone. */
  readonly value: Span;
  readonly child: FlowTree | undefined;
}

/** A `{…}` or `[…]`, closed or not. */
export interface FlowTree {
  readonly kind: 'map' | 'list';
  /** Of the opening bracket. */
  readonly start: number;
  /** Behind the closing bracket, or where reading stopped. */
  readonly end: number;
  readonly closed: boolean;
  readonly parts: readonly FlowPart[];
}

/** Deeper brackets are not looked into. */
const deepest = 60;

/** Reads the `{` or `[` at `open` up to its end, at most to `stop`; a line break ends a value as a comma does. */
export function readFlow(text: string, open: number, stop: number, depth = 0): FlowTree {
  const kind = text[open] === '{' ? 'map' : 'list';
  const parts: FlowPart[] = [];
  let at = open + 1;
  for (;;) {
    const part = readPart(text, at, stop, depth);
    const char = part.whole.end < stop ? text[part.whole.end] : undefined;
    parts.push(part);
    if (char === ',' || char === '\n') {
      at = part.whole.end + 1;
      continue;
    }
    const closed = char === '}' || char === ']';
    return { kind, start: open, end: part.whole.end + (closed ? 1 : 0), closed, parts };
  }
}

function readPart(text: string, from: number, stop: number, depth: number): FlowPart {
  const start = afterBlanks(text, from, stop);
  const first = readScalar(text, start, stop, true);
  const isKey = first.end < stop && text[first.end] === ':';
  const after = isKey ? first.end + 1 : undefined;
  const keySpan = inQuotes(text, trimmed(text, { start, end: first.end }));
  const valueStart = after === undefined ? start : valueFrom(text, after, stop);
  let child: FlowTree | undefined;
  let end: number;
  const bracket = text[valueStart];
  if (valueStart < stop && depth < deepest && (bracket === '{' || bracket === '[')) {
    child = readFlow(text, valueStart, stop, depth + 1);
    end = child.end;
  } else end = readScalar(text, valueStart, stop, false).end;
  const value = trimmed(text, { start: valueStart, end });
  let close = end;
  // What follows a closed bracket or quote up to the comma says nothing.
  while (close < stop && !',]}\n'.includes(text[close] ?? '')) close++;
  return {
    whole: { start: from, end: close },
    key: after === undefined ? undefined : text.slice(keySpan.start, keySpan.end),
    keySpan,
    after,
    value,
    child,
  };
}

/** Where a value begins; a key on the next line means that it is still missing. */
function valueFrom(text: string, after: number, stop: number): number {
  const found = afterBlanks(text, after, stop);
  const newline = text.indexOf('\n', after);
  if (newline < 0 || newline >= found) return found;
  nextKey.lastIndex = found;
  return nextKey.test(text) ? newline : found;
}
const nextKey = /[\w.-]+[ \t]*:/y;

/** The first character that is neither blank nor line break nor comment. */
function afterBlanks(text: string, from: number, stop: number): number {
  let at = from;
  while (at < stop) {
    const char = text[at];
    if (char === '#' && (at === from || /\s/.test(text[at - 1] ?? ''))) {
      while (at < stop && text[at] !== '\n') at++;
    } else if (isBlank(char) || char === '\n' || char === '\r') at++;
    else break;
  }
  return at;
}

/** A scalar up to what ends it: a colon only when it may be a key. */
function readScalar(text: string, from: number, stop: number, key: boolean): Span {
  if (text[from] === '"' || text[from] === "'") {
    const close = Math.min(closingQuote(text, from, stop) + 1, stop);
    let end = close;
    while (end < stop && isBlank(text[end])) end++;
    return { start: from, end: key && text[end] === ':' ? end : close };
  }
  let at = from;
  while (at < stop) {
    const char = text[at] ?? '';
    if (',[]{}\n'.includes(char)) break;
    if (char === '#' && /\s/.test(text[at - 1] ?? '')) break;
    if (key && char === ':' && isColon(text, from, at)) break;
    at++;
  }
  return { start: from, end: at };
}

/** `key: `, `key:}`, and `key:value` while it is being typed. */
function isColon(text: string, from: number, at: number): boolean {
  const next = text[at + 1] ?? ' ';
  if (/[\s,[\]{}]/.test(next)) return true;
  return /^[A-Za-z_][\w.-]*$/.test(text.slice(from, at)) && !'/\\:'.includes(next);
}

function trimmed(text: string, { start, end }: Span): Span {
  let stop = end;
  while (stop > start && /\s/.test(text[stop - 1] ?? '')) stop--;
  return { start, end: stop };
}

function inQuotes(text: string, span: Span): Span {
  const quote = text[span.start];
  if ((quote !== '"' && quote !== "'") || span.end - span.start < 2 || text[span.end - 1] !== quote)
    return span;
  return { start: span.start + 1, end: span.end - 1 };
}

/** Whether an offset is between the brackets. */
export const holds = ({ start, end, closed }: FlowTree, offset: number): boolean =>
  offset > start && (closed ? offset < end : offset <= end);
