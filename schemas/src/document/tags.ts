import { PythonError } from './python-error.js';
import { boolOf, constructFloat, constructInt, type Dialect, plainScalar, type Typed } from './scalars.js';
import { parseTimestamp } from './timestamps.js';

/** The tags that SpeeChain gives a meaning. */
export const SPEECHAIN_TAGS = ['!ref', '!tuple', '!list', '!str'] as const;

const CORE = 'tag:yaml.org,2002:';

/** What a tag makes of a scalar: a value at once, or an object that keeps its tag until the `!ref` pass. */
export type Tagged = Typed | { readonly kind: 'tagged' };

/**
 * The value of a scalar with a tag. `tag` is the full name (`tag:yaml.org,2002:int` for `!!int`).
 * Throws a `PythonError` where the loader refuses the text.
 */
export function taggedScalar(tag: string, text: string, dialect: Dialect): Tagged {
  // To ruamel a lone `!` says nothing, not even of a text in quotes.
  if (tag === '!') return plainScalar(text, dialect);
  if (!tag.startsWith(CORE)) return { kind: 'tagged' };
  switch (tag.slice(CORE.length)) {
    case 'str':
      return { kind: 'str', value: text };
    case 'null':
      return { kind: 'null' };
    case 'bool':
      return { kind: 'bool', value: boolOf(text) };
    case 'int':
      return { kind: 'int', value: constructInt(text, dialect) };
    case 'float':
      return { kind: 'float', value: constructFloat(text, dialect) };
    case 'timestamp':
      return { kind: 'other', type: 'date', python: parseTimestamp(text) };
    case 'binary':
      return { kind: 'other', type: 'tagged', python: 'bytes' };
    case 'map':
    case 'omap':
    case 'set':
      throw new PythonError('ConstructorError', 'expected a mapping node, but found scalar');
    case 'seq':
    case 'pairs':
      throw new PythonError('ConstructorError', 'expected a sequence node, but found scalar');
    default:
      return { kind: 'tagged' };
  }
}

/** What a tag makes of a collection: itself, or an exception. Tags that Python does not know are dropped there. */
export function checkCollectionTag(tag: string, found: 'mapping' | 'sequence'): void {
  if (!tag.startsWith(CORE)) return;
  const name = tag.slice(CORE.length);
  const expected = COLLECTION_TAGS[name];
  if (expected !== undefined && expected !== found)
    throw new PythonError('ConstructorError', `expected a ${expected} node, but found ${found}`);
}

const COLLECTION_TAGS: Record<string, string> = {
  map: 'mapping',
  set: 'mapping',
  seq: 'sequence',
  omap: 'sequence',
  pairs: 'sequence',
  int: 'scalar',
  float: 'scalar',
  bool: 'scalar',
  str: 'scalar',
  timestamp: 'scalar',
  binary: 'scalar',
  null: 'scalar',
};

/** A plain or quoted scalar without a tag. */
export function untaggedScalar(text: string, quoted: boolean, dialect: Dialect): Typed {
  return quoted ? { kind: 'str', value: text } : plainScalar(text, dialect);
}

/**
 * The items of `!tuple (a, b, 10)` and `!list "[a, 10]"`: the first and the last character are dropped whatever
 * they are, blanks removed, and what is all digits becomes an int. Everything else stays text (`'0.9'`).
 */
export function splitItems(text: string): (string | number | bigint)[] {
  const inner = Array.from(text).slice(1, -1).join('');
  return inner.replaceAll(' ', '').split(',').map(itemOf);
}

// Characters that Python calls numeric although their category is "other letter".
const NUMERIC_IDEOGRAPHS =
  /[\u3405\u3483\u382A\u3B4D\u4E00\u4E03\u4E07\u4E09\u4E5D\u4E8C\u4E94\u4E96\u4EBF\u4EC0\u4EDF\u4EE8\u4F0D\u4F70\u5104\u5146\u5169\u516B\u516D\u5341\u5343\u5344\u5345\u534C\u53C1\u53C2\u53C3\u53C4\u56DB\u58F1\u58F9\u5E7A\u5EFE\u5EFF\u5F0C\u5F0D\u5F0E\u5F10\u62FE\u634C\u67D2\u6F06\u7396\u767E\u8086\u842C\u8CAE\u8CB3\u8D30\u9621\u9646\u964C\u9678\u96F6\uF96B\uF973\uF978\uF9B2\uF9D1\uF9D3\uF9FD\u{20001}\u{20064}\u{200E2}\u{20121}\u{2092A}\u{20983}\u{2098C}\u{2099C}\u{20AEA}\u{20AFD}\u{20B19}\u{22390}\u{22998}\u{23B1B}\u{2626D}\u{2F890}]/u;

function itemOf(item: string): string | number | bigint {
  const characters = Array.from(item);
  if (characters.length === 0 || !characters.every((it) => /\p{N}/u.test(it) || NUMERIC_IDEOGRAPHS.test(it)))
    return item;
  if (!characters.every((it) => /\p{Nd}/u.test(it)))
    throw new PythonError('ValueError', `invalid literal for int() with base 10: '${item}'`);
  return constructInt(characters.map(digitOf).join(''), 'ruamel-1.2');
}

/** Decimal digits of every script stand in runs of ten, from zero to nine. */
function digitOf(character: string): string {
  let code = character.codePointAt(0) ?? 0;
  let distance = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(code - 1))) {
    code--;
    distance++;
  }
  return String(distance % 10);
}
