import type { Span } from '@optim-sches/schemas';
import {
  type CompletionItem,
  type CompletionItemKind,
  CompletionItemTag,
  InsertTextFormat,
  InsertTextMode,
  type Range,
} from 'vscode-languageserver';
import type { Client } from '../session/client.js';
import type { CursorPlace } from '../text/cursor-place.js';
import type { DocsOf } from './docs-of.js';
import { type SampleWriter, sampleWriter } from './sample.js';

/** Something that may be put at the cursor. */
export interface Candidate {
  readonly label: string;
  readonly kind: CompletionItemKind;
  /** First what comes first: a group and the place in it. */
  readonly sort: readonly [group: number, place: number];
  /** What a client compares with the word that is typed, where it is not the label. */
  readonly filter?: string;
  /** Beside the label: the default. */
  readonly detail?: string | undefined;
  /** At the end of its line: the unit, the origin. */
  readonly description?: string | undefined;
  readonly deprecated?: boolean;
  /** Characters that accept it. */
  readonly commit?: readonly string[];
  readonly docs: DocsOf;
  /** The text that is put there. */
  write(writer: SampleWriter): string;
}

/** What items are made with. */
export interface Editing {
  readonly cursor: CursorPlace;
  readonly offset: number;
  readonly client: Client;
  range(span: Span): Range;
}

/** A candidate as LSP has it: an edit of the word under the cursor. */
export function itemOf(candidate: Candidate, { cursor, offset, client, range }: Editing): CompletionItem {
  const { label, kind, sort, filter, detail, description, docs, commit, deprecated } = candidate;
  const { word, needsBlank, needsDash, wrongBlanks, blanks } = cursor;
  // A client with snippets indents further lines as the first one; a plain text is taken as it is.
  const writer = sampleWriter({
    snippet: client.snippets,
    lines: cursor.lines && !needsDash,
    blanks: client.snippets ? '' : blanks,
    unit: cursor.unit,
  });
  // Two edits must not begin at one place.
  const ownBlanks = wrongBlanks && wrongBlanks.start === wrongBlanks.end ? blanks : '';
  const newText = `${ownBlanks}${needsDash ? '- ' : ''}${needsBlank ? ' ' : ''}${candidate.write(writer)}`;
  const replace = range(word);
  const insert = range({ start: word.start, end: Math.max(word.start, Math.min(offset, word.end)) });
  const isSnippet = client.snippets && /[$\\]/.test(newText);
  const isLong = newText.includes('\n');
  return {
    label,
    kind,
    sortText: `${sort[0]}${String(sort[1]).padStart(5, '0')}`,
    ...(filter === undefined ? {} : { filterText: filter }),
    textEdit: client.insertReplace ? { newText, insert, replace } : { newText, range: replace },
    ...(isSnippet ? { insertTextFormat: InsertTextFormat.Snippet } : {}),
    ...(isLong && client.insertTextModes
      ? { insertTextMode: isSnippet ? InsertTextMode.adjustIndentation : InsertTextMode.asIs }
      : {}),
    ...(wrongBlanks && wrongBlanks.start < wrongBlanks.end
      ? { additionalTextEdits: [{ range: range(wrongBlanks), newText: blanks }] }
      : {}),
    ...words(client, detail, description),
    ...(commit && commit.length > 0 && client.commitCharacters ? { commitCharacters: [...commit] } : {}),
    ...(deprecated
      ? client.completionTags
        ? { tags: [CompletionItemTag.Deprecated] }
        : { deprecated }
      : {}),
    data: docs,
  };
}

function words(client: Client, detail: string | undefined, description: string | undefined) {
  if (client.labelDetails)
    return detail === undefined && description === undefined
      ? {}
      : {
          labelDetails: {
            ...(detail === undefined ? {} : { detail: ` ${detail}` }),
            ...(description === undefined ? {} : { description }),
          },
        };
  const all = [detail, description].filter((part) => part !== undefined).join(' · ');
  return all === '' ? {} : { detail: all };
}
