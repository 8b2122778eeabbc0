import type { Span } from '@optim-sches/schemas';

/** A name's own characters: what stands between its quotes, or all of it. */
export function contentOf(text: string, { start, end }: Span): Span {
  const quote = text[start];
  const quoted = (quote === '"' || quote === "'") && end - start >= 2 && text[end - 1] === quote;
  return quoted ? { start: start + 1, end: end - 1 } : { start, end };
}

/** Whether an offset is in a span or at its end, as a cursor is. */
export const holds = ({ start, end }: Span, offset: number): boolean => start <= offset && offset <= end;
