import { DocumentHighlightKind } from 'vscode-languageserver';
import { occurrencesAt } from '../text/occurrences.js';
import type { Feature } from './feature.js';

/** The other places of the name under the cursor: where it is given its value (write), and where it is used (read). */
export const documentHighlight: Feature = {
  capabilities: () => ({ documentHighlightProvider: true }),
  register(session) {
    session.connection.onDocumentHighlight(({ textDocument: { uri }, position }) => {
      const analysis = session.analysis(uri);
      const found = analysis?.relevant ? occurrencesAt(analysis, analysis.offset(position)) : undefined;
      if (!analysis || !found) return null;
      const write = found.definitions.map((span) => ({
        range: analysis.range(span),
        kind: DocumentHighlightKind.Write,
      }));
      const read = found.uses.map((span) => ({
        range: analysis.range(span),
        kind: DocumentHighlightKind.Read,
      }));
      return [...write, ...read];
    });
  },
};
