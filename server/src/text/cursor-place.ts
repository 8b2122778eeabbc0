import type { Span } from '@optim-sches/schemas';
import type { RoughEntry } from './rough-entries.js';

/** One mapping or list on the way from the file to the cursor. */
export interface Level {
  readonly flow: boolean;
  /** Its entries without the one that is being typed; read when they are asked for. */
  entries(): readonly RoughEntry[];
}

/** Where the cursor is, told from the indentation of the lines around it, whatever is broken elsewhere. */
export interface CursorPlace {
  /**
   * `entry`: where a key or an item of a list begins; `value`: behind a key's colon; `reference`: inside the `<…>` of a
   * `!ref`; `none`: in a comment, in a text, behind a finished value.
   */
  readonly what: 'entry' | 'value' | 'reference' | 'none';
  /** Keys and places in lists, from the file's own; for a value or reference the last one is what it belongs to. */
  readonly path: readonly (string | number)[];
  /** `levels[i]` holds the step `path[i]`; for an entry there is one more, which holds the cursor. */
  readonly levels: readonly Level[];
  /** What an accepted item replaces. It holds the cursor, or begins there. */
  readonly word: Span;
  /** Whether a colon follows the word already. */
  readonly colon: boolean;
  /** Whether something else follows the word on its line. */
  readonly followed: boolean;
  /** The quote around the word. */
  readonly quote: string;
  /** Whether a blank has to be put in front: `key:▮`, `-▮`. */
  readonly needsBlank: boolean;
  /** Whether a `- ` has to be put in front: a line among the items of a list. */
  readonly needsDash: boolean;
  /** Whether what is put here may go over several lines. */
  readonly lines: boolean;
  /** The blanks in front of the entry's line. */
  readonly blanks: string;
  /** One step of indentation. */
  readonly unit: string;
  /** Blanks in front of the entry that are too many or too few to stand with its neighbours. */
  readonly wrongBlanks: Span | undefined;
}

/** Nothing can be put there. */
export const nothing: CursorPlace = {
  what: 'none',
  path: [],
  levels: [],
  word: { start: 0, end: 0 },
  colon: false,
  followed: false,
  quote: '',
  needsBlank: false,
  needsDash: false,
  lines: false,
  blanks: '',
  unit: '  ',
  wrongBlanks: undefined,
};
