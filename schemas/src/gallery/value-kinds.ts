import * as z from 'zod';
import type { Fields } from '../fields.js';

/** What a value may be, as far as a writer of configurations has to know. */
export interface ValueKinds {
  /** The words that are allowed, where only these are; else those that are among what is allowed. */
  readonly words: readonly string[];
  readonly number: boolean;
  readonly boolean: boolean;
  readonly text: boolean;
  readonly isNull: boolean;
  /** What the items of a list are, by their place: one entry when all are the same. Undefined where no list is allowed. */
  readonly items: readonly z.ZodType[] | undefined;
  /** The keys of a mapping; undefined where none is allowed or its keys are anything. */
  readonly fields: Fields | undefined;
  /** Whether a mapping is allowed. */
  readonly mapping: boolean;
}

const none: ValueKinds = {
  words: [],
  number: false,
  boolean: false,
  text: false,
  isNull: false,
  items: undefined,
  fields: undefined,
  mapping: false,
};

const known = new WeakMap<z.ZodType, ValueKinds>();

/** The kinds of values that a field takes: looks behind defaults, options and unions. What it cannot tell is none. */
export function valueKinds(field: z.ZodType): ValueKinds {
  const before = known.get(field);
  if (before) return before;
  const kinds = read(field);
  known.set(field, kinds);
  return kinds;
}

function read(field: z.ZodType): ValueKinds {
  if (field instanceof z.ZodDefault || field instanceof z.ZodOptional || field instanceof z.ZodLazy)
    return valueKinds(field.unwrap() as z.ZodType);
  if (field instanceof z.ZodNullable) return { ...valueKinds(field.unwrap() as z.ZodType), isNull: true };
  if (field instanceof z.ZodUnion) return (field.options as z.ZodType[]).map(valueKinds).reduce(either, none);
  if (field instanceof z.ZodEnum) return { ...none, words: field.options.map(String) };
  if (field instanceof z.ZodLiteral) {
    const { values } = field.def;
    return {
      ...none,
      words: values.filter((value) => typeof value === 'string'),
      number: values.some((value) => typeof value === 'number'),
      boolean: values.some((value) => typeof value === 'boolean'),
    };
  }
  if (field instanceof z.ZodNumber) return { ...none, number: true };
  if (field instanceof z.ZodNull) return { ...none, isNull: true };
  if (field instanceof z.ZodBoolean) return { ...none, boolean: true };
  if (field instanceof z.ZodString) return { ...none, text: true };
  if (field instanceof z.ZodArray) return { ...none, items: [field.element as z.ZodType] };
  if (field instanceof z.ZodTuple) return { ...none, items: field.def.items as z.ZodType[] };
  if (field instanceof z.ZodRecord) return { ...none, mapping: true };
  if (field instanceof z.ZodObject) return { ...none, mapping: true, fields: field };
  return none;
}

const either = (a: ValueKinds, b: ValueKinds): ValueKinds => ({
  words: [...a.words, ...b.words],
  number: a.number || b.number,
  boolean: a.boolean || b.boolean,
  text: a.text || b.text,
  isNull: a.isNull || b.isNull,
  items: a.items ?? b.items,
  fields: a.fields ?? b.fields,
  mapping: a.mapping || b.mapping,
});
