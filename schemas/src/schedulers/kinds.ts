import * as z from 'zod';
import { refused, shown, wrongType } from '../messages.js';

interface Bounds {
  readonly min?: number;
  /** The number must be greater than this. */
  readonly above?: number;
  readonly max?: number;
  /** The number must be less than this. */
  readonly below?: number;
  /** Why the origin refuses what is out of bounds, and what to write, as sentences. */
  readonly why?: string;
}

function bounded(schema: z.ZodNumber, name: string, { min, above, max, below, why = 'Change it.' }: Bounds) {
  let field = schema;
  if (min !== undefined)
    field = field.min(min, { error: refused(`${name} must be at least ${min}, but is`, why) });
  if (above !== undefined)
    field = field.gt(above, { error: refused(`${name} must be greater than ${above}, but is`, why) });
  if (max !== undefined)
    field = field.max(max, { error: refused(`${name} must be at most ${max}, but is`, why) });
  if (below !== undefined)
    field = field.lt(below, { error: refused(`${name} must be less than ${below}, but is`, why) });
  return field;
}

/** A number of a schedule's conf: required, unless `.default()` or `.nullable()` follows; `.meta()` comes last. */
export const number = (name: string, bounds: Bounds = {}): z.ZodNumber =>
  bounded(z.number({ error: wrongType(name, 'a number', 'it is computed with') }), name, bounds);

/** A whole number of a schedule's conf, such as a number of steps. */
export const whole = (name: string, bounds: Bounds = {}): z.ZodNumber =>
  bounded(z.int({ error: wrongType(name, 'a whole number', 'it is counted with') }), name, bounds);

/** A truth value of a schedule's conf. */
export const flag = (name: string): z.ZodBoolean =>
  z.boolean({ error: wrongType(name, 'true or false', 'it switches something on or off') });

/** One of several words. */
export const choice = <const Words extends readonly string[]>(name: string, words: Words) =>
  z.enum(words, {
    error: ({ input }) =>
      input === undefined
        ? `${name} is missing: write one of ${words.join(', ')}.`
        : `${name} is ${shown(input)}, but must be one of ${words.join(', ')}.`,
  });

/** A list of numbers, such as milestones. */
export const numberList = (name: string, bounds: Bounds = {}): z.ZodArray<z.ZodNumber> =>
  z.array(number(`an entry of ${name}`, bounds), {
    error: wrongType(name, 'a list of numbers', 'it is looked through'),
  });

/** Text, such as the name of a metric. */
export const text = (name: string): z.ZodString =>
  z.string({ error: ({ input }) => `${name} is ${shown(input)}, but must be a text.` });

/** A number, or a list of one, where the origin takes a list with one entry for each parameter group. */
export function numberOrOne(name: string, bounds: Bounds = {}) {
  const wrongLength = ({ input }: { readonly input?: unknown }) =>
    `${name} is ${shown(input)}: expected 1 value, got ${Array.isArray(input) ? input.length : 0}. The optimizer has one parameter group: write one number.`;
  const wrong = wrongType(name, 'a number, or a list of one number', 'it is computed with');
  const one = z.array(number(`the entry of ${name}`, bounds)).length(1, { error: wrongLength });
  return z.union([number(name, bounds), one], {
    error: ({ input }) =>
      Array.isArray(input) && input.length !== 1 ? wrongLength({ input }) : wrong({ input }),
  });
}

/** The number of a `numberOrOne`. */
export const onlyNumber = (value: number | readonly number[]): number =>
  typeof value === 'number' ? value : (value[0] ?? Number.NaN);
