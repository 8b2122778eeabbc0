import { lexemesOf } from '@optim-sches/schemas';

/** What a piece of YAML text is, as far as its layout goes. */
export type Kind =
  | 'blank'
  | 'newline'
  | 'comment'
  /** A scalar in quotes or none. */
  | 'scalar'
  /** `|` or `>` with what follows it. */
  | 'blockHeader'
  /** The lines of a block scalar, line breaks included. */
  | 'blockText'
  | 'anchor'
  | 'tag'
  | 'alias'
  | 'dash'
  | 'colon'
  | 'comma'
  | 'open'
  | 'close'
  /** A byte order mark. */
  | 'mark'
  /** Whatever the layout is not known of: `?`, `---`, directives. */
  | 'other';

export interface Token {
  readonly kind: Kind;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const kinds: Readonly<Record<string, Kind>> = {
  ' ': 'blank',
  '\t': 'blank',
  '\n': 'newline',
  '\r': 'newline',
  '#': 'comment',
  '&': 'anchor',
  '!': 'tag',
  '*': 'alias',
  ':': 'colon',
  ',': 'comma',
  '[': 'open',
  '{': 'open',
  ']': 'close',
  '}': 'close',
  '"': 'scalar',
  "'": 'scalar',
  '|': 'blockHeader',
  '>': 'blockHeader',
  '\uFEFF': 'mark',
};

/** A text in its pieces; joined they are the text again. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  let scalarFollows = false;
  let blockFollows = false;
  for (const lexeme of lexemesOf(text)) {
    // The lexer's control characters stand nowhere in the text; the first says that a scalar follows.
    if (lexeme === '\u001f' || lexeme === '\u0018' || lexeme === '\u0002') {
      scalarFollows = lexeme === '\u001f';
      continue;
    }
    const start = end;
    end += lexeme.length;
    const kind = scalarFollows ? (blockFollows ? 'blockText' : 'scalar') : kindOf(lexeme);
    if (kind === 'blockHeader') blockFollows = true;
    else if (kind !== 'blank' && kind !== 'newline' && kind !== 'comment') blockFollows = false;
    scalarFollows = false;
    const before = tokens.at(-1);
    // Spaces and tabs come apart.
    if (kind === 'blank' && before?.kind === 'blank')
      tokens[tokens.length - 1] = { kind, start: before.start, end, text: before.text + lexeme };
    else if (lexeme !== '') tokens.push({ kind, start, end, text: lexeme });
  }
  return tokens;
}

const kindOf = (lexeme: string): Kind => (lexeme === '-' ? 'dash' : (kinds[lexeme[0] ?? ''] ?? 'other'));
