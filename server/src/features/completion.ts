import { complete } from '../completion/complete.js';
import { docsFor } from '../completion/docs.js';
import { readDocsOf } from '../completion/docs-of.js';
import type { Feature } from './feature.js';

/**
 * What can be put at the cursor: keys, values, names of the model, `!ref`s, whole OptimSchedulers. Their docs and
 * pictures are made for the one item that a client asks about.
 */
export const completion: Feature = {
  capabilities: () => ({
    completionProvider: {
      triggerCharacters: [':', ' ', '.', '<', '[', '{', ',', '-', '!', '*'],
      resolveProvider: true,
      completionItem: { labelDetailsSupport: true },
    },
  }),
  register(session) {
    const { connection, files } = session;
    connection.onCompletion(({ textDocument: { uri }, position, context }) => {
      const text = files.get(uri)?.text;
      if (!text) return null;
      const items = complete({
        session,
        uri,
        text: text.getText(),
        offset: text.offsetAt(position),
        trigger: context?.triggerCharacter,
        range: ({ start, end }) => ({ start: text.positionAt(start), end: text.positionAt(end) }),
      });
      return { isIncomplete: false, items };
    });
    connection.onCompletionResolve((item) => {
      const docs = readDocsOf(item.data);
      const documentation = docs && docsFor(docs, session);
      return documentation ? { ...item, documentation } : item;
    });
  },
};
