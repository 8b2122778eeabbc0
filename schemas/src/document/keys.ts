import { pyQuote, pyRepr, pyStr } from './python.js';
import { behind, type Raw, type RawList, type RawMap } from './raw.js';

/** Keys of keys of keys quote each other's quotes, which doubles their text each time. */
const MAX_KEY_TEXT = 1000;

/** A mapping key as Python has it: the text that SpeeChain makes of it, and what decides whether two keys are equal. */
export interface Key {
  /** `str(key)`. */
  readonly text: string;
  /** Equal for keys that are equal in Python: `1`, `1.0` and `True` are one key. */
  readonly identity: string;
}

/** The key that Python makes of a key's value; `offset` tells objects apart that are equal to nothing else. */
export function keyOf(raw: Raw, offset: number): Key {
  const it = behind(raw);
  switch (it.kind) {
    case 'tagged':
      return { text: it.text, identity: `object ${offset}` };
    case 'list':
    case 'map':
      // Nested collections are refused as keys, and what they print could be endless.
      if (unhashableIn(it)) return { text: '…', identity: `object ${offset}` };
      return { text: reprKey(it).slice(0, MAX_KEY_TEXT), identity: identityOf(it) };
    case 'scalar':
      break;
  }
  const value = it.value;
  switch (value.kind) {
    case 'null':
      return { text: 'None', identity: 'None' };
    case 'bool':
      return { text: value.value ? 'True' : 'False', identity: `number ${value.value ? 1 : 0}` };
    case 'int':
      return { text: String(value.value), identity: `number ${value.value}` };
    case 'float': {
      const whole = Number.isInteger(value.value) ? BigInt(value.value) : value.value;
      return { text: pyRepr(value), identity: `number ${whole}` };
    }
    case 'str':
      return { text: value.value, identity: `text ${value.value}` };
    default:
      return { text: pyStr(value), identity: `other ${pyStr(value)}` };
  }
}

/** How Python prints a list or a mapping that stands as a key: ruamel turns them into tuples and ordered dicts. */
function reprKey(it: RawList | RawMap): string {
  const item = (raw: Raw) => {
    const value = behind(raw);
    return value.kind === 'scalar' ? pyRepr(value.value) : '…';
  };
  if (it.kind === 'list') return `(${it.items.map(item).join(', ')}${it.items.length === 1 ? ',' : ''})`;
  const entries = it.entries.map((entry) => `(${pyQuote(entry.key)}, ${item(entry.value)})`);
  return `ordereddict([${entries.join(', ')}])`;
}

/** Equal for lists and mappings that Python finds equal: `[1]` and `[1.0]`. */
function identityOf(it: RawList | RawMap): string {
  const item = (raw: Raw) => {
    const value = behind(raw);
    return value.kind === 'scalar' ? keyOf(value, value.value.span.start).identity : '…';
  };
  if (it.kind === 'list') return `(${it.items.map(item).join(', ')})`;
  const entries = it.entries.map((entry) => `${pyQuote(entry.key)}: ${item(entry.value)}`);
  return `{${entries.sort().join(', ')}}`.slice(0, 4 * MAX_KEY_TEXT);
}

/** The Python class that keeps a key from being looked up: a collection inside a collection; `undefined` if none. */
export function unhashableIn(key: Raw): 'CommentedSeq' | 'CommentedMap' | undefined {
  const it = behind(key);
  const items =
    it.kind === 'list' ? it.items : it.kind === 'map' ? it.entries.map((entry) => entry.value) : [];
  for (const item of items) {
    const { kind } = behind(item);
    if (kind === 'list') return 'CommentedSeq';
    if (kind === 'map') return 'CommentedMap';
  }
  return undefined;
}
