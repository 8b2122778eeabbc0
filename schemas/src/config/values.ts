import type { MapValue, Value } from '../document/value.js';

/** The value when it is a mapping, else undefined. */
export const asMap = (value: Value | undefined): MapValue | undefined =>
  value?.kind === 'map' ? value : undefined;

/** The text of a string value, else undefined. */
export const stringOf = (value: Value | undefined): string | undefined =>
  value?.kind === 'str' ? value.value : undefined;

/** The number Python would compute with: ints, floats, and `True` as 1; undefined for anything else. */
export function numberOf(value: Value | undefined): number | undefined {
  if (value?.kind === 'int' || value?.kind === 'float' || value?.kind === 'bool') return Number(value.value);
  return undefined;
}
