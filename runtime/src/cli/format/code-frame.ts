import type { LineIndex, Severity, Span } from '@optim-sches/schemas';
import type { Colours } from '../io.js';
import { printable } from '../printable.js';
import { drawLine } from '../text-layout.js';
import { writtenEnd } from './written-end.js';

export interface FrameOptions {
  readonly colours: Colours;
  /** Columns that the frame may take. */
  readonly width: number;
  readonly severity: Severity;
  /** Lines shown before and after the marked ones. */
  readonly context: number;
  /** Columns of the widest line number, so that frames of one file line up. */
  readonly numberWidth: number;
}

// Of a longer span the first lines and the last one are shown.
const mostMarkedLines = 6;

/** The colour in which a severity is drawn. */
export function severityColour(colours: Colours, severity: Severity): (text: string) => string {
  switch (severity) {
    case 'error':
      return colours.red;
    case 'warning':
      return colours.yellow;
    case 'information':
      return colours.blue;
    case 'hint':
      return colours.cyan;
  }
}

/**
 * The lines of a text around a span, with line numbers, without a line end at the last. A span on one line is
 * underlined; one over several lines has a thick bar beside it, which leaves the lines together.
 */
export function codeFrame(source: LineIndex, span: Span, options: FrameOptions): string[] {
  const { colours, context, numberWidth } = options;
  const colour = severityColour(colours, options.severity);
  const first = source.position(span.start);
  const last = writtenEnd(source, span);
  const width = options.width - numberWidth - 3;
  const thin = colours.dim('│');
  const blank = ' '.repeat(numberWidth);
  const numbered = (line: number, text: string, bar = thin) =>
    `${colours.dim(`${line + 1}`.padStart(numberWidth))} ${bar} ${text}`.trimEnd();
  const plain = (line: number) =>
    numbered(line, colours.dim(drawLine(source.lineText(line), 0, 0, width).text));
  const barred = (line: number) =>
    numbered(line, drawLine(source.lineText(line), 0, 0, width).text, colour('┃'));

  const lines: string[] = [];
  for (let line = Math.max(0, first.line - context); line < first.line; line++) lines.push(plain(line));
  if (first.line === last.line) {
    const drawn = drawLine(source.lineText(first.line), first.character, last.character, width);
    const underline = ' '.repeat(drawn.markStart) + colour('^'.repeat(drawn.markEnd - drawn.markStart));
    lines.push(numbered(first.line, drawn.text), `${blank} ${thin} ${underline}`);
  } else {
    const cut = last.line - first.line + 1 > mostMarkedLines;
    const shown = cut ? first.line + mostMarkedLines - 2 : last.line;
    for (let line = first.line; line <= shown; line++) lines.push(barred(line));
    if (cut) lines.push(`${blank} ${colour('┇')}`, barred(last.line));
  }
  const after = Math.min(last.line + context, lastWrittenLine(source));
  for (let line = last.line + 1; line <= after; line++) lines.push(plain(line));
  return lines;
}

function lastWrittenLine(source: LineIndex): number {
  const last = source.lineCount - 1;
  return source.lineText(last) === '' ? last - 1 : last;
}

/** How a place is named: `file:line:column`, both from 1, which terminals and editors turn into a link. */
export function placeName(path: string, source: LineIndex, offset: number): string {
  const { line, character } = source.position(offset);
  return `${printable(path)}:${line + 1}:${character + 1}`;
}
