/** A piece of the text: offsets in UTF-16 code units, `end` exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

interface Node {
  /**
   * Where the value stands in the text, with its tag and without its anchor. For `!ref`, `*alias` and `<<` the
   * place that uses it.
   */
  readonly span: Span;
  /** Where the value was written, when `span` only refers to it (`!ref <key>`, `*alias`, `<<`). */
  readonly source?: Span;
  /** How the value got here, when it was not written here. */
  readonly via?: 'ref' | 'alias' | 'merge';
  /** The tag as written (`!tuple`), when there is one. */
  readonly tag?: string;
}

export interface NullValue extends Node {
  readonly kind: 'null';
}
export interface BoolValue extends Node {
  readonly kind: 'bool';
  readonly value: boolean;
  /** `ScalarBoolean` for a boolean with an anchor: to Python it is an int that prints as `1` or `0`. */
  readonly python?: 'ScalarBoolean';
}
/** A Python int. A `bigint` where a JavaScript number would lose digits. */
export interface IntValue extends Node {
  readonly kind: 'int';
  readonly value: number | bigint;
}
export interface FloatValue extends Node {
  readonly kind: 'float';
  readonly value: number;
}
export interface StrValue extends Node {
  readonly kind: 'str';
  readonly value: string;
  /** True for `'text'`, `"text"`, `|` and `>`: quoting decides whether a fix may unquote a number. */
  readonly quoted: boolean;
}
export interface ListValue extends Node {
  readonly kind: 'list' | 'tuple';
  readonly items: readonly Value[];
}
export interface Entry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: Value;
}
/** A mapping in the order in which it was written; keys are strings, as SpeeChain makes them. */
export interface MapValue extends Node {
  readonly kind: 'map';
  readonly entries: readonly Entry[];
  /** True for `{a: 1}`, false for a block mapping. */
  readonly flow: boolean;
}
/** What YAML allows and a configuration has no use for: a date, a scalar with an unknown tag. */
export interface OtherValue extends Node {
  readonly kind: 'other';
  readonly type: 'date' | 'tagged';
  readonly text: string;
  /** The Python class that the loader makes of it: `date`, `TimeStamp`, `TaggedScalar`, `bytes`. */
  readonly python?: string;
}

/**
 * One value of a configuration as SpeeChain's loader hands it to Python, with the place it came from.
 * Python's types are kept apart (int, float, list, tuple), since SpeeChain tells them apart.
 */
export type Value =
  | NullValue
  | BoolValue
  | IntValue
  | FloatValue
  | StrValue
  | ListValue
  | MapValue
  | OtherValue;

/** The entry of `key` in a mapping; `undefined` when `value` is no mapping or has no such key. */
export function entryOf(value: Value | undefined, key: string): Entry | undefined {
  return value?.kind === 'map' ? value.entries.find((entry) => entry.key === key) : undefined;
}

/** The value at a path of keys and list indices below `value`; `undefined` where the path ends early. */
export function valueAt(value: Value | undefined, path: readonly (string | number)[]): Value | undefined {
  let at = value;
  for (const step of path) {
    if (typeof step === 'number')
      at = at?.kind === 'list' || at?.kind === 'tuple' ? at.items[step] : undefined;
    else at = entryOf(at, step)?.value;
  }
  return at;
}

/**
 * The value as plain JavaScript: numbers, strings, booleans, null, arrays and objects without prototype
 * (a key `__proto__` is an ordinary key). Ints beyond 2^53 become the nearest number, tuples become arrays.
 */
export function toPlain(value: Value): unknown {
  switch (value.kind) {
    case 'null':
      return null;
    case 'bool':
    case 'float':
    case 'str':
      return value.value;
    case 'int':
      return Number(value.value);
    case 'list':
    case 'tuple':
      return value.items.map(toPlain);
    case 'map': {
      const object: Record<string, unknown> = Object.create(null);
      for (const { key, value: item } of value.entries) object[key] = toPlain(item);
      return object;
    }
    case 'other':
      return value.text;
  }
}
