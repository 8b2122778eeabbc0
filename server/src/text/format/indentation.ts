import type { Change } from './change.js';
import { createLevels, type Level, type Levels } from './levels.js';
import type { Token } from './tokens.js';

/** How a file is indented. */
export interface Unit {
  readonly blanks: number;
  /** The column of a tab stop is a multiple of this. */
  readonly tab: number;
}

/**
 * Every level indented by the file's own unit, comments with what they stand above, and one blank behind a dash. What
 * stands in several lines (quotes, brackets, block texts) moves as a whole. Empty where a text has what this does not
 * know (`? key`, `---`).
 */
export function indentation(tokens: readonly Token[], fallback: number): Change[] {
  if (tokens.some(({ kind }) => kind === 'other')) return [];
  const tab = fallback;
  const counts = new Map<number, number>();
  walkLines(
    tokens,
    createLevels(fallback, (blanks) => counts.set(blanks, (counts.get(blanks) ?? 0) + 1)),
    tab,
  );
  const [most] = [...counts].sort(([a, x], [b, y]) => y - x || a - b);
  const blanks = most?.[0] ?? fallback;
  return walkLines(tokens, createLevels(blanks), tab, blanks);
}

interface Comment {
  readonly token: Token | undefined;
  readonly at: number;
  readonly column: number;
}

function walkLines(tokens: readonly Token[], levels: Levels, tab: number, unit = tab): Change[] {
  const changes: Change[] = [];
  const indent = (blank: Token | undefined, at: number, to: number) => {
    const newText = ' '.repeat(Math.max(0, to));
    if ((blank?.text ?? '') !== newText)
      changes.push({
        group: 'indentation',
        span: { start: blank?.start ?? at, end: blank?.end ?? at },
        newText,
      });
  };
  let comments: Comment[] = [];
  /** How far the lines of what began last move. */
  let shift = 0;
  let depth = 0;
  let lineStart = true;

  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    if (!token || token.kind === 'mark') continue;
    if (!lineStart) {
      if (token.kind === 'open') depth++;
      else if (token.kind === 'close') depth = Math.max(0, depth - 1);
      if (token.kind === 'newline') lineStart = true;
      else if (token.kind === 'blockText') {
        changes.push(...movedBlock(token, shift));
        lineStart = token.text.endsWith('\n');
      } else changes.push(...movedLines(token, shift, tab));
      continue;
    }
    const blank = token.kind === 'blank' ? token : undefined;
    const first = blank ? tokens[index + 1] : token;
    if (!first || first.kind === 'newline') continue;
    const column = blank ? widthOf(blank.text, tab) : 0;
    if (first.kind === 'blockText') {
      lineStart = false;
      if (!blank) index--;
      continue;
    }
    if (depth > 0) {
      indent(blank, first.start, column + shift);
      lineStart = false;
      if (!blank) index--;
      continue;
    }
    if (first.kind === 'comment') {
      comments.push({ token: blank, at: first.start, column });
      lineStart = false;
      if (!blank) index--;
      continue;
    }
    const around = [...levels.all];
    const line = enterLine(tokens, blank ? index + 1 : index, column, levels, unit, changes);
    for (const comment of comments)
      indent(
        comment.token,
        comment.at,
        comment.column === column ? line.to : beside(comment.column, around, unit),
      );
    comments = [];
    indent(blank, first.start, line.to);
    shift = line.shift;
    lineStart = false;
    // What follows in this line is looked at once more, for brackets and texts of several lines.
    if (!blank) index--;
  }
  for (const comment of comments) indent(comment.token, comment.at, beside(comment.column, levels.all, unit));
  return changes;
}

/** The column of a comment that stands beside no line below it: that of the level which it is written at. */
function beside(column: number, levels: readonly Level[], unit: number): number {
  const level = levels.findLast((each) => each.column <= column && each.kind !== 'root');
  if (!level) return 0;
  return level.column === column ? level.to : level.to + unit;
}

interface Line {
  /** Its column as it should be. */
  readonly to: number;
  /** How far a value moves that goes on in further lines. */
  readonly shift: number;
}

/** Goes through the dashes and the key that a line begins with. */
function enterLine(
  tokens: readonly Token[],
  from: number,
  column: number,
  levels: Levels,
  unit: number,
  changes: Change[],
): Line {
  let at = from;
  let here = column;
  let behind: number | undefined;
  let line: Line | undefined;
  for (let token = tokens[at]; token?.kind === 'dash'; token = tokens[at]) {
    const level = levels.enter({ kind: 'list', column: here, behind });
    line = { to: line?.to ?? level.to, shift: level.to - level.column };
    const blank = tokens[at + 1]?.kind === 'blank' ? tokens[at + 1] : undefined;
    const next = tokens[blank ? at + 2 : at + 1];
    if (!next || next.kind === 'newline' || next.kind === 'comment') return line;
    if (blank && blank.text !== ' ')
      changes.push({ group: 'indentation', span: { start: blank.start, end: blank.end }, newText: ' ' });
    here += 1 + (blank ? blank.text.length : 0);
    behind = level.to + 2;
    at += blank ? 2 : 1;
  }
  if (isKey(tokens, at)) {
    const level = levels.enter({ kind: 'map', column: here, behind });
    return { to: line?.to ?? level.to, shift: level.to - level.column };
  }
  if (line) return line;
  const to = Math.max(0, levels.around(column).to + unit);
  return { to, shift: to - column };
}

/** Whether a `:` outside of brackets follows in the line. */
function isKey(tokens: readonly Token[], from: number): boolean {
  let depth = 0;
  for (let at = from; at < tokens.length; at++) {
    const kind = tokens[at]?.kind;
    if (kind === 'open') depth++;
    else if (kind === 'close') depth--;
    else if (kind === 'newline' || kind === 'comment' || kind === 'blockHeader') return false;
    else if (kind === 'colon' && depth === 0) return true;
  }
  return false;
}

function widthOf(blanks: string, tab: number): number {
  let width = 0;
  for (const blank of blanks) width = blank === '\t' ? (Math.floor(width / tab) + 1) * tab : width + 1;
  return width;
}

/** The further lines of a text in quotes or without, moved. */
function movedLines({ kind, text, start }: Token, shift: number, tab: number): Change[] {
  if (kind !== 'scalar') return [];
  return [...text.matchAll(/(\r?\n)([ \t]*)(?=[^\s])/g)].flatMap((match): Change[] => {
    const [, lineBreak = '', blanks = ''] = match;
    const newText = ' '.repeat(Math.max(0, widthOf(blanks, tab) + shift));
    const from = start + match.index + lineBreak.length;
    return newText === blanks
      ? []
      : [{ group: 'indentation', span: { start: from, end: from + blanks.length }, newText }];
  });
}

/** The lines of a block text, moved; blank ones are left. */
function movedBlock({ text, start }: Token, shift: number): Change[] {
  if (shift === 0) return [];
  return [...text.matchAll(/^( *)(?=[^ \r\n])/gm)].flatMap((match): Change[] => {
    const blanks = match[1] ?? '';
    const newText = ' '.repeat(Math.max(0, blanks.length + shift));
    const from = start + match.index;
    return [{ group: 'indentation', span: { start: from, end: from + blanks.length }, newText }];
  });
}
