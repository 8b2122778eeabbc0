import type { LineIndex, Position, Span } from '@optim-sches/schemas';

/**
 * The end of what is written in a span. A block value often ends at the start of the line after it, and nothing of
 * that line belongs to it.
 */
export function writtenEnd(source: LineIndex, span: Span): Position {
  const first = source.position(span.start).line;
  let { line, character } = source.position(Math.max(span.start, span.end));
  while (line > first && source.lineText(line).slice(0, character).trim() === '') {
    line -= 1;
    character = source.lineText(line).trimEnd().length;
  }
  return { line, character };
}
