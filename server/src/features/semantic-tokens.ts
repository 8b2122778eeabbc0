import type { Span } from '@optim-sches/schemas';
import type { SemanticTokens, SemanticTokensEdit } from 'vscode-languageserver';
import type { Analysis } from '../session/analysis.js';
import { tokenModifiers, tokensOf, tokenTypes } from '../text/semantic-tokens.js';
import type { Feature } from './feature.js';

/** Colours by meaning: schedules, optimizers, losses, modules, !ref keys, and numbers as the loader reads them. */
export const semanticTokens: Feature = {
  capabilities: () => ({
    semanticTokensProvider: {
      legend: { tokenTypes: [...tokenTypes], tokenModifiers: [...tokenModifiers] },
      full: { delta: true },
      range: true,
    },
  }),
  register(session) {
    const { connection, listeners } = session;
    const { semanticTokens: requests } = connection.languages;
    /** What each open file's client has, to answer with the difference. */
    const sent = new Map<string, Required<SemanticTokens>>();
    let count = 0;
    const remember = (uri: string, data: number[]): Required<SemanticTokens> => {
      const result = { resultId: String(++count), data };
      sent.set(uri, result);
      return result;
    };
    const dataOf = (uri: string): number[] | undefined => {
      const analysis = session.analysis(uri);
      return analysis?.relevant ? encoded(analysis) : undefined;
    };
    requests.on(({ textDocument: { uri } }) => {
      const data = dataOf(uri);
      return data ? remember(uri, data) : { data: [] };
    });
    requests.onDelta(({ textDocument: { uri }, previousResultId }) => {
      const data = dataOf(uri);
      if (!data) return { data: [] };
      const before = sent.get(uri);
      const result = remember(uri, data);
      return before?.resultId === previousResultId
        ? { resultId: result.resultId, edits: difference(before.data, data) }
        : result;
    });
    requests.onRange(({ textDocument: { uri }, range }) => {
      const analysis = session.analysis(uri);
      if (!analysis?.relevant) return { data: [] };
      const within = { start: analysis.offset(range.start), end: analysis.offset(range.end) };
      return { data: encoded(analysis, within) };
    });
    listeners.push({ closed: (uri) => void sent.delete(uri) });
  },
};

/** Five numbers a token, as the protocol has them: each place counted from the one before. */
function encoded(analysis: Analysis, within?: Span): number[] {
  let [line, character] = [0, 0];
  return tokensOf(analysis, within).flatMap(({ span, type, modifier }) => {
    const { start, end } = analysis.range(span);
    const down = start.line - line;
    const right = down === 0 ? start.character - character : start.character;
    [line, character] = [start.line, start.character];
    const bits = modifier ? 1 << tokenModifiers.indexOf(modifier) : 0;
    return [down, right, end.character - start.character, tokenTypes.indexOf(type), bits];
  });
}

/** What turns one list of numbers into another: one replacement between what both begin and end with; none when equal. */
function difference(before: readonly number[], after: readonly number[]): SemanticTokensEdit[] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let same = 0;
  while (same < shorter - start && before.at(-1 - same) === after.at(-1 - same)) same++;
  const deleteCount = before.length - same - start;
  const data = after.slice(start, after.length - same);
  return deleteCount === 0 && data.length === 0 ? [] : [{ start, deleteCount, data }];
}
