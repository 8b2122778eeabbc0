import type { Change } from './change.js';
import type { Token } from './tokens.js';

/** One blank behind `:` and `,`, none inside brackets, in front of `:` and at the end of a line; no tabs between. */
export function spacing(tokens: readonly Token[]): Change[] {
  const changes: Change[] = [];
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1];
    if (token.kind === 'open') depth++;
    else if (token.kind === 'close') depth--;
    const before = tokens[index - 1];
    if (token.kind === 'comment') {
      const end = token.start + token.text.trimEnd().length;
      if (end < token.end)
        changes.push({ group: 'spacing', span: { start: end, end: token.end }, newText: '' });
    }
    if (token.kind === 'blank') {
      const newText = gap(before, next, token.text, depth);
      if (newText !== undefined && newText !== token.text)
        changes.push({ group: 'spacing', span: { start: token.start, end: token.end }, newText });
    } else if (next && next.kind !== 'blank' && next.kind !== 'newline' && needsBlank(token, next, depth))
      changes.push({ group: 'spacing', span: { start: token.end, end: token.end }, newText: ' ' });
  }
  return changes;
}

/** What should stand between two parts of a line instead of `now`; undefined where that is not for here to say. */
function gap(
  before: Token | undefined,
  next: Token | undefined,
  now: string,
  depth: number,
): string | undefined {
  if (!next || next.kind === 'newline') return '';
  // Indentation, and what follows a dash, belong together.
  if (!before || before.kind === 'newline' || before.kind === 'dash' || isBlockText(before)) return undefined;
  if (before.kind === 'mark' || before.kind === 'other' || next.kind === 'other') return undefined;
  // Comments may stand in a column of their own.
  if (next.kind === 'comment') return now.includes('\t') ? now.replaceAll('\t', '  ') : now;
  if (before.kind === 'colon' || before.kind === 'comma') return ' ';
  if (before.kind === 'open' || (next.kind === 'close' && depth > 0)) return '';
  // The name of an alias would take the colon for a part of it.
  if (next.kind === 'colon') return before.kind === 'scalar' || before.kind === 'close' ? '' : ' ';
  if (next.kind === 'comma') return '';
  return ' ';
}

const isBlockText = ({ kind }: Token) => kind === 'blockText';

/** `{"a":1,b: 2}`: behind a comma, and behind a colon that stands there without a blank. */
const needsBlank = (token: Token, next: Token, depth: number) =>
  depth > 0 &&
  ((token.kind === 'comma' && next.kind !== 'comment' && next.kind !== 'close') ||
    (token.kind === 'colon' && next.kind !== 'comma' && next.kind !== 'close'));
