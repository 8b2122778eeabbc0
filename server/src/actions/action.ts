import type { Edit, Span } from '@optim-sches/schemas';
import type { CodeActionKind, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { Analysis } from '../session/analysis.js';
import type { Client } from '../session/client.js';
import type { Host } from '../session/host.js';
import type { NodeAt } from '../text/node-at.js';

/** Where a change of the text is asked for. */
export interface Place {
  readonly analysis: Analysis;
  readonly node: NodeAt;
  /** The offset of the cursor. */
  readonly offset: number;
  readonly host: Host;
}

/** A change that can be offered at a place. Its edits are worked out when it is chosen. */
export interface Offer {
  readonly title: string;
  readonly kind: CodeActionKind;
  /** The edits of the present text; a sentence where it cannot be done. */
  edits(): readonly Edit[] | string;
}

/** One kind of change, which keeps the meaning. */
export interface Refactor {
  /** Stable, for a client that asks for the edits later. */
  readonly name: string;
  readonly kind: CodeActionKind;
  /** What it can offer at a place, cheaply: an editor asks at every move of the cursor. */
  offers(place: Place): readonly Offer[];
}

const lineEndOf = (text: string) => /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';

/** Edits as LSP has them; new lines end as the text's first one does. */
export function textEdits({ text, range }: Analysis, edits: readonly Edit[]): TextEdit[] {
  const lineEnd = lineEndOf(text);
  return edits.map(({ span, newText }) => ({
    range: range(span),
    newText: newText.replace(/\r\n|\n/g, lineEnd),
  }));
}

/** Edits of one file, bound to its version where the client can check it. */
export function workspaceEdit(analysis: Analysis, edits: readonly Edit[], client: Client): WorkspaceEdit {
  const { uri, version } = analysis;
  const changes = textEdits(analysis, edits);
  return client.documentChanges
    ? { documentChanges: [{ textDocument: { uri, version }, edits: changes }] }
    : { changes: { [uri]: changes } };
}

/** Where the line of an offset begins. */
export const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;

/** Where the line of an offset ends, before its line break. */
export function lineEnd(text: string, offset: number): number {
  const at = text.indexOf('\n', offset);
  const end = at < 0 ? text.length : at;
  return text[end - 1] === '\r' && end > offset ? end - 1 : end;
}

/** Where the next line begins; the text's end on the last one. */
export function nextLine(text: string, offset: number): number {
  const at = text.indexOf('\n', offset);
  return at < 0 ? text.length : at + 1;
}

/** The blanks between the start of its line and an offset; undefined where something else stands there. */
export function indentAt(text: string, offset: number): string | undefined {
  const before = text.slice(lineStart(text, offset), offset);
  return /^ *$/.test(before) ? before : undefined;
}

/** A span without the blanks and line breaks at its end: that of a block mapping reaches over them. */
export const trimmedSpan = (text: string, { start, end }: Span): Span => ({
  start,
  end: start + text.slice(start, end).trimEnd().length,
});
