import { pyFloat } from './python.js';
import type { Value } from './value.js';

/** A value as `optim-sches resolve --json` prints it: Python's types are kept apart. */
export type LoaderJson =
  | null
  | boolean
  | number
  | string
  | readonly LoaderJson[]
  | { readonly int: string }
  | { readonly float: string }
  | { readonly tuple: readonly LoaderJson[] }
  | { readonly dict: readonly (readonly [string, LoaderJson])[] }
  | { readonly other: string };

/**
 * The shape of `optim-sches resolve`: a float is `{"float": "0.5"}` (Python's repr), an int that JSON readers
 * would round is `{"int": "…"}`, a mapping is `{"dict": [[key, value], …]}`, a tuple is `{"tuple": […]}` and
 * what Python keeps in a class of its own is `{"other": "<class>"}`.
 */
export function toLoaderJson(value: Value): LoaderJson {
  switch (value.kind) {
    case 'null':
      return null;
    case 'bool':
      return value.python ? Number(value.value) : value.value;
    case 'str':
      return value.value;
    case 'int':
      return typeof value.value === 'bigint' ? { int: String(value.value) } : value.value;
    case 'float':
      return { float: pyFloat(value.value) };
    case 'list':
      return value.items.map(toLoaderJson);
    case 'tuple':
      return { tuple: value.items.map(toLoaderJson) };
    case 'map':
      return { dict: value.entries.map((entry) => [entry.key, toLoaderJson(entry.value)] as const) };
    case 'other':
      return { other: value.python ?? (value.type === 'date' ? 'date' : 'TaggedScalar') };
  }
}
