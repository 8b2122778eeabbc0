import * as z from 'zod';
import type { Entry, MapValue, Value } from '../document/value.js';
import type { Fields } from '../fields.js';

/** A mapping inside the value of a key, with the object schema that describes its keys. */
export interface NestedMapping {
  readonly map: MapValue;
  readonly fields: Fields;
  /** The key whose value it is; undefined for an item of a list. */
  readonly entry: Entry | undefined;
}

const wrappers = [z.ZodOptional, z.ZodNullable, z.ZodDefault, z.ZodLazy] as const;

function unwrapped(schema: z.ZodType): z.ZodType {
  const wrapper = wrappers.find((kind) => schema instanceof kind);
  return wrapper ? unwrapped((schema as InstanceType<typeof wrapper>).unwrap() as z.ZodType) : schema;
}

/** Every mapping in a value that an object schema describes, the outer ones first; none below a union or a record. */
export function nestedMappings(schema: z.ZodType, value: Value, entry?: Entry): NestedMapping[] {
  const one = unwrapped(schema);
  if (one instanceof z.ZodArray && (value.kind === 'list' || value.kind === 'tuple'))
    return value.items.flatMap((item) => nestedMappings(one.element as z.ZodType, item));
  if (!(one instanceof z.ZodObject) || value.kind !== 'map') return [];
  const fields: Fields = one;
  const within = value.entries.flatMap((inner) => {
    const field = Object.hasOwn(fields.shape, inner.key) ? fields.shape[inner.key] : undefined;
    return field ? nestedMappings(field, inner.value, inner) : [];
  });
  return [{ map: value, fields, entry }, ...within];
}
