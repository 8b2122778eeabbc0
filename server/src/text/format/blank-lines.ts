import type { Change } from './change.js';
import type { Token } from './tokens.js';

/** One blank line at most between two lines, none at either end of the file, and a line break at its end. */
export function blankLines(tokens: readonly Token[], text: string): Change[] {
  const changes: Change[] = [];
  // The lines up to the first and behind the last that hold something.
  const last = tokens.findLastIndex(({ kind }) => kind !== 'newline' && kind !== 'blank');
  if (last < 0) return [];
  let blanks = 0;
  let lineStart = true;
  let atTop = true;
  for (const [index, token] of tokens.slice(0, last + 1).entries()) {
    if (token.kind === 'mark') continue;
    if (token.kind === 'blank') continue;
    if (token.kind === 'newline') {
      if (lineStart && (atTop || ++blanks > 1)) changes.push(line(tokens, index));
      lineStart = true;
      continue;
    }
    atTop = false;
    blanks = 0;
    lineStart = token.kind === 'blockText' && token.text.endsWith('\n');
  }
  return [...changes, ...end(tokens, last, text)];
}

/** Takes out the line that this line break ends, blanks in it included. */
function line(tokens: readonly Token[], index: number): Change {
  const before = tokens[index - 1];
  const [start, end] = [tokens[index]?.start ?? 0, tokens[index]?.end ?? 0];
  const from = before?.kind === 'blank' ? before.start : start;
  return { group: 'blank-lines', span: { start: from, end }, newText: '' };
}

function end(tokens: readonly Token[], last: number, text: string): Change[] {
  const from = tokens[last]?.end ?? 0;
  const rest = text.slice(from);
  const closed = tokens[last]?.kind === 'blockText' && text[from - 1] === '\n';
  const newText = closed ? '' : text.includes('\r\n') ? '\r\n' : '\n';
  return rest === newText ? [] : [{ group: 'end', span: { start: from, end: text.length }, newText }];
}
