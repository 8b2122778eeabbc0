import type { LineIndex, Severity, Span } from '@optim-sches/schemas';
import type { Colours } from '../io.js';
import { drawLine, printable } from '../text-layout.js';
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

// A mark over more lines than this shows its first two and its last.
const mostMarkedLines = 4;

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

/** The lines of a text around a span, with line numbers and the span underlined; two or more lines, without a line end at the last. */
export function codeFrame(source: LineIndex, span: Span, options: FrameOptions): string[] {
  const { colours, context, numberWidth } = options;
  const colour = severityColour(colours, options.severity);
  const first = source.position(span.start);
  const last = writtenEnd(source, span);
  const width = options.width - numberWidth - 3;
  const bar = colours.dim('│');
  const numbered = (line: number, text: string) => {
    const number = `${line + 1}`.padStart(numberWidth);
    return `${colours.dim(number)} ${bar} ${text}`.trimEnd();
  };
  const plain = (line: number) =>
    numbered(line, colours.dim(drawLine(source.lineText(line), 0, 0, width).text));
  const marked = (line: number) => {
    const text = source.lineText(line);
    const start = line === first.line ? first.character : text.length - text.trimStart().length;
    const end = line === last.line ? last.character : text.trimEnd().length;
    const drawn = drawLine(text, start, Math.max(end, start), width);
    const underline = ' '.repeat(drawn.markStart) + colour('^'.repeat(drawn.markEnd - drawn.markStart));
    return [numbered(line, drawn.text), `${' '.repeat(numberWidth)} ${bar} ${underline}`];
  };
  const lines: string[] = [];
  for (let line = Math.max(0, first.line - context); line < first.line; line++) lines.push(plain(line));
  const count = last.line - first.line + 1;
  for (let line = first.line; line <= last.line; line++) {
    if (count > mostMarkedLines && line === first.line + 2) {
      lines.push(`${' '.repeat(numberWidth)} ${colours.dim('┆')}`);
      line = last.line;
    }
    if (source.lineText(line).trim() === '' && count > 1) lines.push(plain(line));
    else lines.push(...marked(line));
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
