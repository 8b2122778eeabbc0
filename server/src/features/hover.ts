import { MarkupKind } from 'vscode-languageserver';
import type { Feature } from './feature.js';

/** What stands under the cursor, in words and as a curve. */
export const hover: Feature = {
  capabilities: () => ({ hoverProvider: true }),
  register(session) {
    session.connection.onHover(({ textDocument: { uri }, position }) => {
      const analysis = session.analysis(uri);
      if (!analysis?.relevant) return null;
      return { contents: { kind: MarkupKind.Markdown, value: String(analysis.offset(position)) } };
    });
  },
};
