import type { Span } from '@optim-sches/schemas';

/** What a change of the layout is about; each group can be left out where it would change what the text means. */
export const groups = ['spacing', 'blank-lines', 'end', 'indentation'] as const;

/** One change of the layout. */
export interface Change {
  readonly group: (typeof groups)[number];
  readonly span: Span;
  readonly newText: string;
}

/** The text after changes that do not overlap. */
export function applied(text: string, changes: readonly Change[]): string {
  let from = 0;
  const parts: string[] = [];
  for (const { span, newText } of [...changes].sort((a, b) => a.span.start - b.span.start)) {
    parts.push(text.slice(from, span.start), newText);
    from = span.end;
  }
  return parts.join('') + text.slice(from);
}
