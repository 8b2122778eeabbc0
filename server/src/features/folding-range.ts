import type { Value } from '@optim-sches/schemas';
import { type FoldingRange, FoldingRangeKind } from 'vscode-languageserver';
import type { Analysis } from '../session/analysis.js';
import type { Feature } from './feature.js';

/** What can be folded away: every key whose value goes over lines, and blocks of comments. */
export const foldingRange: Feature = {
  capabilities: () => ({ foldingRangeProvider: true }),
  register(session) {
    session.connection.onFoldingRanges(({ textDocument: { uri } }) => {
      const analysis = session.analysis(uri);
      if (!analysis?.relevant) return null;
      return [...folds(analysis), ...comments(analysis.text)];
    });
  },
};

function folds({ document, textDocument }: Analysis): FoldingRange[] {
  const found: FoldingRange[] = [];
  const lineOf = (offset: number) => textDocument.positionAt(offset).line;
  const add = (start: number, end: number) => {
    const [startLine, endLine] = [lineOf(start), lineOf(lastCharacter(document.text, start, end))];
    // Two folds that begin in one line cannot be told apart: the outer one came first.
    if (endLine > startLine && found.at(-1)?.startLine !== startLine) found.push({ startLine, endLine });
  };
  const visit = (value: Value) => {
    if (value.via !== undefined) return;
    if (value.kind === 'map')
      for (const entry of value.entries) {
        if (entry.value.via === 'merge') continue;
        add(entry.keySpan.start, entry.value.span.end);
        visit(entry.value);
      }
    else if ((value.kind === 'list' || value.kind === 'tuple') && value.tag === undefined)
      for (const item of value.items) {
        add(item.span.start, item.span.end);
        visit(item);
      }
  };
  if (document.root) visit(document.root);
  return found;
}

/** The end without the line breaks in front of it: those of a block text are part of it. */
function lastCharacter(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && /\s/.test(text[at - 1] ?? '')) at--;
  return at;
}

function comments(text: string): FoldingRange[] {
  const found: FoldingRange[] = [];
  let from: number | undefined;
  const lines = text.split(/\r\n|\n|\r/);
  for (const [line, content] of [...lines, ''].entries()) {
    if (/^\s*#/.test(content)) from ??= line;
    else {
      if (from !== undefined && line - 1 > from)
        found.push({ startLine: from, endLine: line - 1, kind: FoldingRangeKind.Comment });
      from = undefined;
    }
  }
  return found;
}
