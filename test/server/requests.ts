import type { Position, Range } from 'vscode-languageserver';

/** A place that a request asks about. */
export interface Asked {
  readonly uri: string;
  readonly position: Position;
  readonly range: Range;
}

/** Every request about a document, with the parameters for a place. */
export const documentRequests: Readonly<Record<string, (asked: Asked) => object>> = {
  'textDocument/diagnostic': ({ uri }) => ({ textDocument: { uri }, previousResultId: '1' }),
  'textDocument/hover': ({ uri, position }) => ({ textDocument: { uri }, position }),
  'textDocument/completion': ({ uri, position }) => ({
    textDocument: { uri },
    position,
    context: { triggerKind: 1 },
  }),
  'textDocument/definition': ({ uri, position }) => ({ textDocument: { uri }, position }),
  'textDocument/references': ({ uri, position }) => ({
    textDocument: { uri },
    position,
    context: { includeDeclaration: true },
  }),
  'textDocument/documentHighlight': ({ uri, position }) => ({ textDocument: { uri }, position }),
  'textDocument/documentSymbol': ({ uri }) => ({ textDocument: { uri } }),
  'textDocument/codeAction': ({ uri, range }) => ({
    textDocument: { uri },
    range,
    context: { diagnostics: [] },
  }),
  'textDocument/codeLens': ({ uri }) => ({ textDocument: { uri } }),
  'textDocument/inlayHint': ({ uri, range }) => ({ textDocument: { uri }, range }),
  'textDocument/documentLink': ({ uri }) => ({ textDocument: { uri } }),
  'textDocument/foldingRange': ({ uri }) => ({ textDocument: { uri } }),
  'textDocument/selectionRange': ({ uri, position }) => ({ textDocument: { uri }, positions: [position] }),
  'textDocument/semanticTokens/full': ({ uri }) => ({ textDocument: { uri } }),
  'textDocument/semanticTokens/full/delta': ({ uri }) => ({ textDocument: { uri }, previousResultId: '1' }),
  'textDocument/semanticTokens/range': ({ uri, range }) => ({ textDocument: { uri }, range }),
  'textDocument/formatting': ({ uri }) => ({
    textDocument: { uri },
    options: { tabSize: 4, insertSpaces: true },
  }),
  'textDocument/rangeFormatting': ({ uri, range }) => ({
    textDocument: { uri },
    range,
    options: { tabSize: 2, insertSpaces: true },
  }),
  'textDocument/prepareRename': ({ uri, position }) => ({ textDocument: { uri }, position }),
  'textDocument/rename': ({ uri, position }) => ({ textDocument: { uri }, position, newName: 'another' }),
  'workspace/symbol': () => ({ query: 'a' }),
  'workspace/executeCommand': ({ uri }) => ({
    command: 'optimSches.curve',
    arguments: [{ uri, steps: 500 }],
  }),
};

/** The requests that make the items of another one complete. */
export const resolves: Readonly<Record<string, string>> = {
  'textDocument/completion': 'completionItem/resolve',
  'textDocument/codeAction': 'codeAction/resolve',
  'textDocument/codeLens': 'codeLens/resolve',
  'textDocument/documentLink': 'documentLink/resolve',
};

/** The items of an answer: of a list, or of one with more around it. */
export function itemsOf(answer: unknown): readonly object[] {
  const list = Array.isArray(answer)
    ? answer
    : typeof answer === 'object' && answer !== null && 'items' in answer && Array.isArray(answer.items)
      ? answer.items
      : [];
  return list.filter((item): item is object => typeof item === 'object' && item !== null);
}
