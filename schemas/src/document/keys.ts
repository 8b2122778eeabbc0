import { pyQuote, pyRepr, pyStr } from './python.js';
import { behind, type Raw } from './raw.js';

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
    case 'list': {
      const text = reprKey(it);
      return { text, identity: `tuple ${text}` };
    }
    case 'map': {
      const text = reprKey(it);
      return { text, identity: `map ${text}` };
    }
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
      const identity = Number.isNaN(value.value) ? `object ${offset}` : `number ${whole}`;
      return { text: pyRepr(value), identity };
    }
    case 'str':
      return { text: value.value, identity: `text ${value.value}` };
    default:
      return { text: pyStr(value), identity: `other ${pyStr(value)}` };
  }
}

/** How Python prints a list or a mapping that stands as a key: ruamel turns them into tuples and ordered dicts. */
function reprKey(raw: Raw): string {
  const it = behind(raw);
  if (it.kind === 'scalar') return pyRepr(it.value);
  if (it.kind === 'tagged') return it.text;
  if (it.kind === 'list') return `(${it.items.map(reprKey).join(', ')}${it.items.length === 1 ? ',' : ''})`;
  const entries = it.entries.map((entry) => `(${pyQuote(entry.key)}, ${reprKey(entry.value)})`);
  return `ordereddict([${entries.join(', ')}])`;
}
