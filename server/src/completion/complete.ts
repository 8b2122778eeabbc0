import type { Span } from '@optim-sches/schemas';
import type { CompletionItem, Range } from 'vscode-languageserver';
import { CompletionItemKind } from 'vscode-languageserver';
import type { Session } from '../session/session.js';
import { cursorPlace } from '../text/indent-path.js';
import { anchorsBefore } from './anchors.js';
import { type Context, contextOf } from './context.js';
import { type Candidate, itemOf } from './item.js';
import { keyCandidates } from './keys.js';
import { type Place, placeAt } from './places.js';
import { referenceCandidates } from './references.js';
import { starterCandidates } from './starter-items.js';
import { valueCandidates } from './values.js';

/** What is asked, and about which text. */
export interface Question {
  readonly session: Session;
  readonly uri: string;
  readonly text: string;
  readonly offset: number;
  /** The character that made the client ask, when one did. */
  readonly trigger?: string | undefined;
  range(span: Span): Range;
}

/**
 * What can be put at the cursor, each label once, all that fits whatever has been typed of it: the client does the
 * filtering. Reads lines around the cursor; waits for no parse.
 */
export function complete({ session, uri, text, offset, trigger, range }: Question): CompletionItem[] {
  const cursor = cursorPlace(text, offset);
  if (cursor.what === 'none') return [];
  // A blank in front of a word that is not begun is mostly the indentation of a line.
  if (trigger === ' ' && cursor.what === 'entry' && !/[-,{[]\s*$/.test(lineBefore(text, offset))) return [];
  const context = contextOf(session, uri, text, cursor);
  const place = placeAt(context);
  if (!place) return [];
  const editing = { cursor, offset, client: session.client, range };
  const seen = new Set<string>();
  return candidatesAt(place, context, trigger).flatMap((candidate) => {
    if (seen.has(candidate.label)) return [];
    seen.add(candidate.label);
    return [itemOf(candidate, editing)];
  });
}

const lineBefore = (text: string, offset: number) =>
  text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);

function candidatesAt(place: Place, context: Context, trigger: string | undefined): Candidate[] {
  const { cursor, text } = context;
  const { value } = place;
  if (cursor.what === 'reference') return referenceCandidates(value, context);
  const isItem = typeof cursor.path.at(-1) === 'number';
  if (cursor.what === 'entry') {
    const keys = [...starterCandidates(place, context), ...keyCandidates(place, context)];
    // Below a key that takes no mapping its value may stand as well.
    const isValue = value !== undefined && place.groups.length === 0 && !cursor.colon && !cursor.followed;
    return isValue ? [...valuesOf(place, context), ...(isItem ? tags(cursor.word, text) : [])] : keys;
  }
  // Whoever types the colon of a mapping goes on below it.
  if (trigger === ':' && place.groups.length > 0) return [];
  const anchors = anchorsBefore(text, cursor.word.start, isOpenWord(context));
  return [...valuesOf(place, context), ...anchors, ...tags(cursor.word, text)];
}

function valuesOf(place: Place, context: Context): Candidate[] {
  const values = place.value ? valueCandidates(place.value, context) : [];
  return [...values, ...referenceCandidates(place.value, context)];
}

const isOpenWord = ({ cursor, text }: Context) => text[cursor.word.start] === '*';

/** SpeeChain's tags, for a word that begins as one. */
function tags(word: Span, text: string): Candidate[] {
  if (text[word.start] !== '!') return [];
  const all = [
    ['!ref', 'the value of another key'],
    ['!tuple', 'a Python tuple'],
    ['!list', 'a list'],
    ['!str', 'a text, whatever it looks like'],
  ] as const;
  return all.map(
    ([label, about], index): Candidate => ({
      label,
      kind: CompletionItemKind.Keyword,
      sort: [8, index],
      description: about,
      docs: { of: 'text', text: about },
      write: (writer) => writer.text(`${label} `),
    }),
  );
}
