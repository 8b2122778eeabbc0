import type { Span } from '@optim-sches/schemas';
import type { CursorPlace } from './cursor-place.js';
import { closingQuote } from './rough-line.js';

type Word = Pick<CursorPlace, 'what' | 'word' | 'needsBlank' | 'quote' | 'followed'> & { colon?: boolean };

/** The part of a value that an item would replace; undefined where nothing can be put. */
export function valuePlace(text: string, offset: number, after: number, value: Span): Word | undefined {
  const needsBlank = value.start === after || offset === after;
  const base = { needsBlank, quote: '', followed: false };
  if (offset > value.end) {
    // A tag waits for what it is the tag of.
    const isTag = /^!\S*$/.test(text.slice(value.start, value.end)) && value.end > value.start;
    if (!isTag || text.slice(value.end, offset).trim() !== '') return undefined;
    return { ...base, what: 'value', word: { start: value.start, end: offset } };
  }
  if (value.start >= value.end || offset <= value.start) {
    const start = Math.min(offset, value.start);
    const isFilled = value.end > value.start;
    const blank = isFilled ? needsBlank : text[offset - 1] === ':' || text[offset - 1] === '-';
    return { ...base, what: 'value', word: { start, end: isFilled ? value.end : offset }, needsBlank: blank };
  }
  const content = text.slice(value.start, value.end);
  const open = text.lastIndexOf('<', offset - 1);
  if (/^!ref\b/.test(content) && open >= value.start && !text.slice(open, offset).includes('>')) {
    const close = text.indexOf('>', offset);
    const end = close >= 0 && close < value.end ? close : value.end;
    return { ...base, what: 'reference', word: { start: open + 1, end }, colon: text[end] === '>' };
  }
  const quote = content[0] ?? '';
  if (quote === '"' || quote === "'") {
    const close = closingQuote(text, value.start, value.end);
    if (offset > close) return undefined;
    return { ...base, what: 'value', quote, word: { start: value.start + 1, end: close } };
  }
  if ('|>'.includes(quote)) return undefined;
  // Of several words the first one can be meant, or the tag in front.
  if (/\s/.test(text.slice(value.start, offset)) && !content.startsWith('!')) return undefined;
  return { ...base, what: 'value', word: value };
}
