import type { Span } from '@optim-sches/schemas';
import type { SelectionRange } from 'vscode-languageserver';
import type { Analysis } from '../session/analysis.js';
import { contentOf, holds } from '../text/content.js';
import { nodeAt } from '../text/node-at.js';
import type { Feature } from './feature.js';

/** What a selection grows to, step by step: the name, the value, the entry, what is around it, up to the file. */
export const selectionRange: Feature = {
  capabilities: () => ({ selectionRangeProvider: true }),
  register(session) {
    session.connection.onSelectionRanges(({ textDocument: { uri }, positions }) => {
      const analysis = session.analysis(uri);
      if (!analysis?.relevant) return null;
      // The protocol asks for one answer a position.
      return positions.map((position) => nested(spansAt(analysis, analysis.offset(position)), analysis));
    });
  },
};

/** The spans around an offset, the largest first; each holds the next. */
function spansAt(analysis: Analysis, offset: number): Span[] {
  const { document, text } = analysis;
  const spans: Span[] = [{ start: 0, end: text.length }];
  const add = ({ start, end }: Span) => {
    const last = spans.at(-1);
    const within = last && start >= last.start && end <= last.end;
    if (within && end > start && (start > last.start || end < last.end) && holds({ start, end }, offset))
      spans.push({ start, end });
  };
  const { path } = nodeAt(analysis, offset);
  if (document.root) add(document.root.span);
  for (const { entry, value } of path) {
    if (entry) {
      add({ start: entry.keySpan.start, end: Math.max(entry.keySpan.end, value.span.end) });
      add(entry.keySpan);
      add(contentOf(text, entry.keySpan));
    }
    add(value.span);
    add(contentOf(text, value.span));
  }
  const reference = document.references.find(({ span }) => holds(span, offset));
  if (reference) {
    add(reference.span);
    add(reference.keySpan);
  }
  return spans;
}

const nested = (spans: readonly Span[], { range }: Analysis): SelectionRange =>
  spans.reduce<SelectionRange | undefined>(
    (parent, span) => ({ range: range(span), ...(parent ? { parent } : {}) }),
    undefined,
  ) ?? { range: range({ start: 0, end: 0 }) };
