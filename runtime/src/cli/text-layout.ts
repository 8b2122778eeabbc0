import { printable } from './printable.js';
import { textWidth } from './text-width.js';

/** One thing that a terminal draws: a character with its combining marks. */
interface Cell {
  /** What is drawn; a tab is drawn as blanks. */
  readonly text: string;
  /** Offsets in the line, in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  /** First column. */
  readonly column: number;
  readonly width: number;
}

const tabWidth = 4;
let segmenter: Intl.Segmenter | undefined;

function cellsOf(line: string): Cell[] {
  const cells: Cell[] = [];
  let column = 0;
  // Made when the first line is drawn: its tables take as long to load as a file takes to check.
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  for (const { segment, index } of segmenter.segment(line)) {
    let text = segment;
    if (segment === '\t') text = ' '.repeat(tabWidth - (column % tabWidth));
    // A byte order mark has no width in an editor, where the reader's columns come from.
    else if (segment === '\ufeff') text = '';
    else text = printable(segment);
    const width = textWidth(text);
    cells.push({ text, start: index, end: index + segment.length, column, width });
    column += width;
  }
  return cells;
}

/** A line as drawn, and the columns of the marked part in it. */
export interface DrawnLine {
  readonly text: string;
  readonly markStart: number;
  /** Exclusive, at least one more than `markStart`. */
  readonly markEnd: number;
}

/**
 * Draws one line of a file in at most `width` columns: tabs become blanks, control characters symbols, and a line
 * that is too long is cut on both sides of the marked part (`start` to `end` in UTF-16 code units), with `…` where
 * something is missing.
 */
export function drawLine(line: string, start: number, end: number, width: number): DrawnLine {
  // A line of a megabyte is not measured as a whole: nothing this far from the mark can be drawn.
  const from = Math.max(0, start - 4 * width);
  const to = Math.min(line.length, start + 8 * width);
  const cells = cellsOf(line.slice(from, to));
  const last = cells.at(-1);
  const total = last === undefined ? 0 : last.column + last.width;
  const markStart = cells.find((cell) => cell.end > start - from)?.column ?? total;
  const afterMark = cells.find((cell) => cell.start >= end - from)?.column ?? total;
  const markEnd = Math.max(afterMark, markStart + 1);
  const complete = from === 0 && to === line.length;
  if (complete && Math.max(total, markEnd) <= width) {
    return { text: cells.map((cell) => cell.text).join(''), markStart, markEnd };
  }
  const left = firstColumn(markStart, markEnd, Math.max(total, markEnd), width);
  return cut(cells, left, width, markStart, markEnd, { left: from > 0, right: to < line.length });
}

// The start of the line is worth keeping: it shows the key. Otherwise the mark stands in the middle.
function firstColumn(markStart: number, markEnd: number, total: number, width: number): number {
  const fits = markEnd - markStart <= width - 2;
  if (fits ? markEnd < width : markStart < width / 2) return 0;
  const before = fits ? Math.floor((width - (markEnd - markStart)) / 2) : 2;
  return Math.max(0, Math.min(markStart - before, total - width));
}

function cut(
  cells: readonly Cell[],
  left: number,
  width: number,
  markStart: number,
  markEnd: number,
  missing: { readonly left: boolean; readonly right: boolean },
): DrawnLine {
  const last = cells.at(-1);
  const total = last === undefined ? 0 : last.column + last.width;
  const cutLeft = left > 0 || missing.left;
  const cutRight = left + width < total || missing.right;
  const first = cutLeft ? left + 1 : left;
  const end = cutRight ? left + width - 1 : left + width;
  let text = cutLeft ? '…' : '';
  let column = first;
  for (const cell of cells) {
    if (cell.column < first || cell.column + cell.width > end) continue;
    // Half of a wide character at the cut is left blank.
    text += ' '.repeat(Math.max(0, cell.column - column)) + cell.text;
    column = cell.column + cell.width;
  }
  if (cutRight) text += `${' '.repeat(Math.max(0, end - column))}…`;
  const inside = (at: number) => Math.min(Math.max(at, first), end) - left;
  const start = inside(markStart);
  return { text, markStart: start, markEnd: Math.max(inside(markEnd), start + 1) };
}

/** Breaks a message into lines of at most `width` columns at its blanks; a longer word stays whole. */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    let used = 0;
    for (const word of paragraph.split(' ')) {
      const columns = textWidth(word);
      if (line !== '' && used + 1 + columns > width) {
        lines.push(line);
        line = word;
        used = columns;
      } else {
        used += (line === '' ? 0 : 1) + columns;
        line = line === '' ? word : `${line} ${word}`;
      }
    }
    lines.push(line);
  }
  return lines;
}
