import * as z from 'zod';
import { refused, shown, wrongType } from '../messages.js';

/** How one numeric option is described. The bounds are those that torch itself enforces. */
interface NumberOption {
  readonly default: number;
  readonly unit: string;
  readonly description: string;
  readonly min?: number;
  readonly above?: number;
  readonly max?: number;
  readonly below?: number;
  /** torch's words for a value out of bounds, without the value: `Invalid epsilon value`. */
  readonly torch?: string;
  /** Why it is out of bounds, and what to write. */
  readonly why?: string;
}

function bounded(name: string, option: Omit<NumberOption, 'default' | 'unit' | 'description'>): z.ZodNumber {
  const error = refused(option.torch ?? `Invalid ${name} value`, option.why ?? '');
  let schema = z.number({ error: wrongType(name, 'a number') });
  if (option.min !== undefined) schema = schema.gte(option.min, { error });
  if (option.above !== undefined) schema = schema.gt(option.above, { error });
  if (option.max !== undefined) schema = schema.lte(option.max, { error });
  if (option.below !== undefined) schema = schema.lt(option.below, { error });
  return schema;
}

/** A number with torch's default and bounds. */
export function numeric(name: string, option: NumberOption): z.ZodDefault<z.ZodNumber> {
  const { default: value, unit, description } = option;
  return bounded(name, option)
    .default(value)
    .meta({ unit, description, ...boundsOf(option) });
}

/** As `numeric`, where `.inf` has a use (a limit that is never reached). */
export function numericOrInfinite(name: string, option: NumberOption) {
  const { default: value, unit, description } = option;
  return z
    .union([bounded(name, option), z.literal(Number.POSITIVE_INFINITY)], {
      error: wrongType(name, 'a number or .inf'),
    })
    .default(value)
    .meta({ unit, description, ...boundsOf(option) });
}

/** torch writes `if not 0.0 <= x`, but for a few classes. */
function boundsOf({ min, above, max, below }: NumberOption) {
  const bounds = [min, above, max, below].some((bound) => bound !== undefined);
  return bounds ? { torchBounds: 'refuse NaN' as const } : {};
}

/** A number that torch compares with `x < 0`, which lets NaN pass. */
export const takingNaN = <Schema extends z.ZodType>(schema: Schema): Schema =>
  schema.meta({ ...schema.meta(), torchBounds: 'take NaN' });

/** A whole number; `integer` where Python insists on an int (`5.0` is refused). */
export function whole(
  name: string,
  option: {
    default: number;
    unit: string;
    description: string;
    integer?: boolean;
    below?: number;
    why?: string;
  },
): z.ZodDefault<z.ZodInt> {
  const { default: value, unit, description } = option;
  let schema = z.int({ error: wrongType(name, 'a whole number') });
  if (option.below !== undefined)
    schema = schema.lt(option.below, {
      error: ({ input }) => `${name} is ${shown(input)}. ${option.why ?? ''}`,
    });
  return schema.default(value).meta({ unit, description, ...(option.integer ? { integer: true } : {}) });
}

/** A switch. `noEffect` says why it changes nothing here, where it is about torch's execution only. */
export function flag(name: string, description: string, value = false, noEffect?: string) {
  return z
    .boolean({ error: wrongType(name, 'true or false', 'Python takes any value that is not empty as true') })
    .default(value)
    .meta({ description, ...(noEffect === undefined ? {} : { noEffect }) });
}

/** One half of a pair. */
interface Half {
  readonly description: string;
  readonly min?: number;
  readonly above?: number;
  readonly max?: number;
  readonly below?: number;
  readonly torch: string;
  readonly why: string;
}

/** One number of a list. */
export function entry(name: string, half: Half, unit: string): z.ZodNumber {
  return bounded(name, half).meta({ description: half.description, unit });
}

/** The message for a list of the wrong kind or length. */
export function wrongList(name: string, length: number, example: string, consequence: string) {
  return (issue: Parameters<z.core.$ZodErrorMap>[0]): string => {
    const many = `a list of ${length} numbers such as ${example}`;
    if (!Array.isArray(issue.input)) return wrongType(name, many)(issue);
    return `${name} is ${shown(issue.input)} with ${issue.input.length} values, but must be ${many}: ${consequence}.`;
  };
}
