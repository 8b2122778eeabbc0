import { occurrencesAt } from '../text/occurrences.js';
import type { Feature } from './feature.js';

/** Every use of the `!ref` key, anchor, module or loss under the cursor. */
export const references: Feature = {
  capabilities: () => ({ referencesProvider: true }),
  register(session) {
    session.connection.onReferences(({ textDocument: { uri }, position, context }) => {
      const analysis = session.analysis(uri);
      const found = analysis?.relevant ? occurrencesAt(analysis, analysis.offset(position)) : undefined;
      if (!analysis || !found) return null;
      const spans = context.includeDeclaration ? [...found.definitions, ...found.uses] : found.uses;
      return spans.map((span) => ({ uri, range: analysis.range(span) }));
    });
  },
};
