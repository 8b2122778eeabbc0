import type { Span } from '@optim-sches/schemas';
import type { FormattingOptions, Range, TextEdit } from 'vscode-languageserver';
import type { Session } from '../session/session.js';
import { format } from '../text/format/format.js';
import type { Feature } from './feature.js';

/** Layout, of a file or of some lines: nothing that the loader or a reader of comments would notice. */
export const formatting: Feature = {
  capabilities: () => ({
    documentFormattingProvider: true,
    documentRangeFormattingProvider: { rangesSupport: true },
  }),
  register(session) {
    const { connection } = session;
    connection.onDocumentFormatting(({ textDocument: { uri }, options }) => editsOf(uri, options, session));
    connection.onDocumentRangeFormatting(({ textDocument: { uri }, options, range }) =>
      editsOf(uri, options, session, [range]),
    );
    connection.onDocumentRangesFormatting(({ textDocument: { uri }, options, ranges }) =>
      editsOf(uri, options, session, ranges),
    );
  },
};

/** Null for a file that is none of ours: another server may know it. */
function editsOf(
  uri: string,
  { tabSize }: FormattingOptions,
  session: Session,
  ranges?: readonly Range[],
): TextEdit[] | null {
  const analysis = session.analysis(uri);
  if (!analysis?.relevant) return null;
  // Whole lines: half of one has no layout.
  const within = ranges?.map(({ start, end }): Span => {
    const lastLine = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
    return {
      start: analysis.offset({ line: start.line, character: 0 }),
      end: analysis.offset({ line: lastLine + 1, character: 0 }),
    };
  });
  const changes = format(analysis.document, {
    tabSize,
    parse: { loader: session.settings.loader },
    ...(within ? { within } : {}),
  });
  return [...changes]
    .sort((a, b) => a.span.start - b.span.start)
    .map(({ span, newText }) => ({ range: analysis.range(span), newText }));
}
