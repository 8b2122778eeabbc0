import { floatLiteral, parseExpression } from './arithmetic.js';
import type { Reference } from './document.js';
import type { RawEntry, RawTagged } from './raw.js';
import type { Span } from './value.js';

/** One `<…>` of a `!ref` in the text. */
export interface Place {
  /** With the brackets. */
  readonly span: Span;
  /** The keys inside: one, or up to two for arithmetic. */
  readonly references: readonly Reference[];
}

/**
 * Finds each `<…>` of a `!ref` in the text. Where escapes or folded lines hide one, the whole scalar stands for it.
 */
export function placeReferences(
  raw: RawTagged,
  matches: readonly string[],
  { text, arithmetic }: { text: string; arithmetic: boolean },
  keys: ReadonlyMap<string, RawEntry>,
): Place[] {
  const source = text.slice(raw.content.start, raw.content.end);
  const found = [...source.matchAll(/<[^<>]*>/g)];
  return matches.map((match, index): Place => {
    const hit = found.length === matches.length ? found[index] : undefined;
    const start = raw.content.start + (hit?.index ?? 0);
    const span = hit ? { start, end: start + hit[0].length } : raw.content;
    const exact = hit?.[0] === match;
    const references = keysOf(match.slice(1, -1), arithmetic).map(({ key, at }): Reference => {
      const keyStart = span.start + 1 + at;
      const keySpan = exact ? { start: keyStart, end: keyStart + key.length } : span;
      const target = keys.get(key)?.keySpan;
      return { key, span, keySpan, scalar: raw.span, ...(target ? { target } : {}) };
    });
    return { span, references };
  });
}

function keysOf(inside: string, arithmetic: boolean): { key: string; at: number }[] {
  const expression = arithmetic ? parseExpression(inside) : undefined;
  if (!expression) {
    const bracket = inside.includes(']') ? inside.indexOf('[') : -1;
    return [{ key: bracket < 0 ? inside : inside.slice(0, bracket), at: 0 }];
  }
  const { left, leftAt, right, rightAt } = expression;
  return [
    { key: left, at: leftAt },
    { key: right, at: rightAt },
  ].filter(({ key }) => floatLiteral(key) === undefined);
}
