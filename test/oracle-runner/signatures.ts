import { experimentArguments, findOptimizer } from '@optim-sches/schemas';
import type { z } from 'zod';
import type { CaseResult } from './result.js';
import { failed, same } from './result.js';

/** The options of the classes of torch.optim with their defaults as Python text, in torch's order. */
export type Signatures = Record<string, Record<string, string>>;

/** An argument of SpeeChain's Runner. */
export interface Argument {
  name: string;
  type: string;
  default: unknown;
}

/** The value of a Python literal: None, bools, numbers, tuples. */
function python(literal: string): unknown {
  const json = literal
    .replaceAll('None', 'null')
    .replaceAll('True', 'true')
    .replaceAll('False', 'false')
    .replaceAll('(', '[')
    .replaceAll(')', ']');
  return JSON.parse(json);
}

/** Whether an optimizer has torch's options, in torch's order, with torch's defaults. */
export function runSignature(type: string, { params: _, ...expected }: Record<string, string>): CaseResult {
  const optimizer = findOptimizer(type);
  if (!optimizer) return failed(type, 'there is no such optimizer');
  const defaults = optimizer.options.parse({});
  const own = Object.keys(optimizer.options.shape).map((option) => [option, defaults[option]]);
  const torch = Object.entries(expected).map(([option, literal]) => [option, python(literal)]);
  return same(`signature/${type}`, own, torch);
}

/** Whether an argument of the Runner has its default; `config` is the path of the file itself. */
export function runArgument({ name, default: expected }: Argument): CaseResult {
  const field = (experimentArguments.shape as Record<string, z.ZodType>)[name];
  if (!field) return failed(`argument/${name}`, 'there is no such argument');
  if (name === 'config') return { name: `argument/${name}`, status: 'ok' };
  return same(`argument/${name}`, field.parse(undefined), expected);
}
