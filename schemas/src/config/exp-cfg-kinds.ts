import * as z from 'zod';
import { shown, wrongType } from '../messages.js';

interface Described {
  readonly description: string;
  /** Why the argument changes nothing when this runtime runs the file. */
  readonly noEffect?: string;
}
interface Counted extends Described {
  readonly unit: string;
}

const kept = 'SpeeChain keeps it as it is and fails or goes wrong later';

/** The metadata of an argument, without keys that are undefined. */
function about({ description, noEffect }: Described, unit?: string) {
  return {
    description,
    ...(unit === undefined ? {} : { unit }),
    ...(noEffect === undefined ? {} : { noEffect }),
  };
}

/** A switch. */
export const onOff = (name: string, value: boolean, described: Described) =>
  z
    .boolean({
      error: wrongType(name, 'true or false', 'Python takes any text as true, "False" too'),
    })
    .default(value)
    .meta(about(described));

/** A whole number, `min` or more where a smaller one cannot work. */
export function count(name: string, value: number, described: Counted & { min?: number; why?: string }) {
  const { min, why } = described;
  let schema = z.int({ error: wrongType(name, 'a whole number', kept) });
  if (min !== undefined)
    schema = schema.gte(min, {
      error: ({ input }) => `${name} is ${shown(input)}: ${why ?? ''} Write ${min} or more.`,
    });
  return schema.default(value).meta({ ...about(described, described.unit), integer: true });
}

/** A number, `.inf` included. */
export const amount = (name: string, value: number, described: Counted) =>
  z
    .union([z.number(), z.literal(Number.POSITIVE_INFINITY)], { error: wrongType(name, 'a number', kept) })
    .default(value)
    .meta(about(described, described.unit));

/** A text, or null. */
export const textOrNull = (name: string, described: Described) =>
  z
    .string({ error: wrongType(name, 'a text or null', kept) })
    .nullable()
    .default(null)
    .meta(about(described));

/** A text. */
export const text = (name: string, value: string, described: Described) =>
  z
    .string({ error: wrongType(name, 'a text', kept) })
    .default(value)
    .meta(about(described));

/** Part of the experiment: a mapping, the path of a file that holds it, or null. */
export const part = (name: string, described: Described) =>
  z
    .union([z.string(), z.record(z.string(), z.unknown())], {
      error: wrongType(name, 'a mapping, or the path of a file', kept),
    })
    .nullable()
    .default(null)
    .meta(about(described));

/** One rule or a list of rules, each a list such as `[valid, loss, min, 1]`. */
export function selections<Rule extends z.ZodType>(
  name: string,
  rule: Rule,
  example: string,
  described: Described,
) {
  const error = ({ input }: { readonly input?: unknown }) =>
    `${name} is ${shown(input)}, but must be one rule such as ${example}, or a list of such rules.`;
  return z
    .union([rule, z.array(rule).min(1, { error })], { error })
    .nullable()
    .default(null)
    .meta(about(described));
}
