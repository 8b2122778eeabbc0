import { Lexer } from 'yaml';

/** The control lexemes of the `yaml` package: "a scalar follows", "the flow collection ends here, unclosed". */
const SCALAR = '\u001f';
const FLOW_END = '\u0018';

/** Extra indentation that the lexer sees in front of a line: offset of the line and number of spaces. */
type Pads = ReadonlyMap<number, number>;

interface Lexed {
  readonly lexemes: string[];
  /** The first flow collection or quoted text that the lexer ended because a line of it is indented too little. */
  readonly broken: { readonly open: number; readonly at: number } | undefined;
}

/**
 * The lexemes of a text as Python's loaders would cut it, where those differ from the `yaml` package:
 * - lines inside `[ ]`, `{ }` and quotes may be indented as they like;
 * - inside brackets a `:` or `-` directly before a comma or bracket is part of the text (`[x:, -]`).
 */
export function lexemesOf(text: string): string[] {
  let pads: Pads = new Map();
  let lexed = lex(text, pads);
  for (let round = 0; lexed.broken && round < MAX_ROUNDS; round++) {
    const more = padsFor(text, lexed.broken.open);
    if (!more) break;
    const tried = new Map([...pads, ...more]);
    const next = lex(text, tried);
    if (next.broken && next.broken.at <= lexed.broken.at) break;
    pads = tried;
    lexed = next;
  }
  return lexed.lexemes;
}

/** Each round lexes the text again; files with more such places than this are read as the package reads them. */
const MAX_ROUNDS = 50;

function lex(text: string, pads: Pads): Lexed {
  const lexemes: string[] = [];
  const open: number[] = [];
  const original = originalOffsets(pads);
  let broken: Lexed['broken'];
  let paddedAt = 0;
  let afterMarker = false;
  let isPlain = false;
  for (const lexeme of new Lexer().lex(padded(text, pads))) {
    if (isControl(lexeme)) {
      if (lexeme === FLOW_END) {
        broken ??= open[0] === undefined ? undefined : { open: open[0], at: original(paddedAt) };
        open.length = 0;
      }
      lexemes.push(lexeme);
      afterMarker = lexeme === SCALAR;
      if (!afterMarker) isPlain = false;
      continue;
    }
    const start = original(paddedAt);
    paddedAt += lexeme.length;
    const end = original(paddedAt);
    const source = text.slice(start, end);
    if (afterMarker) {
      // Behind a `:` or `-` that became text the lexer puts an empty value, which is none.
      if (source === '' && isPlain) lexemes.pop();
      else lexemes.push(source);
      afterMarker = false;
      isPlain = true;
      continue;
    }
    const beforeIndicator = open.length > 0 && isFlowIndicator(text[end]);
    if (beforeIndicator && source === ':' && isPlain) {
      lexemes.push(`${lexemes.pop() ?? ''}:`);
      continue;
    }
    if (beforeIndicator && source === '-') {
      lexemes.push(SCALAR, source);
      isPlain = true;
      continue;
    }
    if (source === '[' || source === '{') open.push(start);
    else if (source === ']' || source === '}') open.pop();
    else if (/^["']/.test(source) && end < text.length && !isClosed(source))
      broken ??= { open: start, at: end };
    // A lexeme of nothing but extra indentation is none.
    if (source !== '') lexemes.push(source);
    isPlain = false;
  }
  return { lexemes, broken };
}

function isControl(lexeme: string): boolean {
  return lexeme === SCALAR || lexeme === FLOW_END || lexeme === '\u0002';
}

function isFlowIndicator(character: string | undefined): boolean {
  return character !== undefined && ',[]{}'.includes(character);
}

function isClosed(quoted: string): boolean {
  return closingQuote(quoted, 0) === quoted.length - 1;
}

function padded(text: string, pads: Pads): string {
  if (pads.size === 0) return text;
  let result = '';
  let from = 0;
  for (const [offset, count] of [...pads].sort(([a], [b]) => a - b)) {
    result += text.slice(from, offset) + ' '.repeat(count);
    from = offset;
  }
  return result + text.slice(from);
}

/** Turns offsets in the padded text, asked for in growing order, into offsets in the text. */
function originalOffsets(pads: Pads): (paddedOffset: number) => number {
  const lines = [...pads].sort(([a], [b]) => a - b);
  let added = 0;
  let next = 0;
  return (paddedOffset) => {
    for (let line = lines[next]; line && line[0] + added + line[1] <= paddedOffset; line = lines[++next])
      added += line[1];
    const line = lines[next];
    // Inside extra indentation: the line begins here.
    return line && line[0] + added < paddedOffset ? line[0] : paddedOffset - added;
  };
}

/** Indentation for the lines of the collection or quoted text that begins at `open`, when it is closed at all. */
function padsFor(text: string, open: number): Pads | undefined {
  const isQuote = /["']/.test(text[open] ?? '');
  const close = isQuote ? closingQuote(text, open) : closingBracket(text, open);
  if (close === undefined) return undefined;
  const lineStart = Math.max(text.lastIndexOf('\n', open), text.lastIndexOf('\r', open)) + 1;
  const pads = new Map<number, number>();
  for (
    let line = text.indexOf('\n', open) + 1;
    line > 0 && line <= close;
    line = text.indexOf('\n', line) + 1
  ) {
    // A document marker ends everything, for Python too.
    if (/^(?:---|\.\.\.)(?:\s|$)/.test(text.slice(line, line + 4))) return undefined;
    if (!/^ *(?:\r?\n|$)/.test(text.slice(line, line + 200))) pads.set(line, open - lineStart + 1);
  }
  return pads;
}

/** Where the quoted text that begins at `open` ends; `undefined` when it does not. */
export function closingQuote(text: string, open: number): number | undefined {
  const quote = text[open];
  for (let at = open + 1; at < text.length; at++) {
    if (quote === '"' && text[at] === '\\') at++;
    else if (text[at] === quote) {
      if (quote === '"' || text[at + 1] !== quote) return at;
      at++;
    }
  }
  return undefined;
}

function closingBracket(text: string, open: number): number | undefined {
  let depth = 0;
  // A quote opens a text only where a value may begin.
  let valueMayBegin = true;
  for (let at = open; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === '#' && /\s/.test(text[at - 1] ?? ' ')) {
      const end = text.indexOf('\n', at);
      if (end < 0) return undefined;
      at = end;
    } else if ((character === '"' || character === "'") && valueMayBegin) {
      const end = closingQuote(text, at);
      if (end === undefined) return undefined;
      at = end;
      valueMayBegin = false;
    } else if (character === '[' || character === '{') {
      depth++;
      valueMayBegin = true;
    } else if (character === ']' || character === '}') {
      depth--;
      if (depth === 0) return at;
      valueMayBegin = false;
    } else if (character === ',' || character === ':') valueMayBegin = true;
    else if (!/\s/.test(character)) valueMayBegin = false;
  }
  return undefined;
}
