import { ExpressionError } from './expression-error.js';
import type { Value } from './numbers.js';

/** A piece of an expression; `at` is its place, from 0. */
export type Token =
  | { readonly kind: 'number'; readonly text: string; readonly value: Value; readonly at: number }
  /** A name, with its module: `math.exp`. */
  | { readonly kind: 'name'; readonly text: string; readonly at: number }
  /** A sign, or one of the words and, or, not, if, else, lambda. */
  | { readonly kind: 'operator'; readonly text: string; readonly at: number }
  | { readonly kind: 'end'; readonly text: ''; readonly at: number };

const digits = '\\d(?:_?\\d)*';
const exponent = `[eE][+-]?${digits}`;
const number = new RegExp(
  `0[xX](?:_?[\\da-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:${digits}\\.?(?:${digits})?|\\.${digits})(?:${exponent})?`,
  'y',
);
const name = /[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*/y;
const sign = /\*\*|\/\/|<=|>=|==|!=|[-+*/%<>(),:]/y;
const space = /\s+/y;

const words: ReadonlySet<string> = new Set(['and', 'or', 'not', 'if', 'else', 'lambda']);

/** What people write who come from other languages, and what Python writes. */
const otherLanguages: readonly (readonly [RegExp, string])[] = [
  [/\^/y, 'For a power write **.'],
  [/&&?/y, 'Write and.'],
  [/\|\|?/y, 'Write or.'],
  [/[!~]/y, 'Write not.'],
  [/\?/y, 'Write a if condition else b.'],
  [/=/y, 'To compare write ==.'],
  [/["'`]/y, "Texts are not allowed; for float('inf') write inf."],
  [/[[\]{}]/y, 'Lists are not allowed; for grouping write ( and ).'],
  [/;/y, 'Write one expression.'],
  [/#/y, 'Write a comment after the value, outside of it.'],
];

const matchAt = (pattern: RegExp, source: string, at: number): string | undefined => {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0];
};

function numberToken(source: string, text: string, at: number): Token {
  const after = source[at + text.length] ?? '';
  if (/[\w.]/.test(after)) {
    const whole = /^[\w.]*/.exec(source.slice(at))?.[0] ?? text;
    throw new ExpressionError('SyntaxError', `"${whole}" is not a number.`, at);
  }
  const plain = text.replaceAll('_', '');
  if (/^0\d*[1-9]\d*$/.test(plain))
    throw new ExpressionError('SyntaxError', `"${text}": a whole number has no zeros in front.`, at);
  const isWhole = /^(?:0[xXoObB].*|\d+)$/.test(plain);
  return { kind: 'number', text, value: isWhole ? BigInt(plain) : Number(plain), at };
}

/** The tokens of an expression, the end last. Throws an ExpressionError at a character that has no place in one. */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    const blank = matchAt(space, source, at);
    if (blank) {
      at += blank.length;
      continue;
    }
    const text = matchAt(number, source, at) ?? matchAt(name, source, at) ?? matchAt(sign, source, at) ?? '';
    if (text === '') throw strange(source, at);
    if (/^[.\d]/.test(text)) tokens.push(numberToken(source, text, at));
    else tokens.push({ kind: /^[A-Za-z_]/.test(text) && !words.has(text) ? 'name' : 'operator', text, at });
    at += text.length;
  }
  tokens.push({ kind: 'end', text: '', at });
  return tokens;
}

function strange(source: string, at: number): ExpressionError {
  const character = String.fromCodePoint(source.codePointAt(at) ?? 0);
  const hint = otherLanguages.find(([pattern]) => matchAt(pattern, source, at))?.[1];
  const message = `${JSON.stringify(character)} has no meaning here. ${hint ?? 'Allowed are numbers, names, + - * / // % **, comparisons, parentheses and commas.'}`;
  return new ExpressionError('SyntaxError', message, at);
}
