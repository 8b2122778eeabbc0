import * as z from 'zod';
import { shown } from './messages.js';

interface Described {
  readonly description: string;
  readonly unit: string;
}

/** The message for an option that cannot be used: what was written, and what to write. */
export const wrongOption =
  (name: string, needed: string) =>
  ({ input }: { readonly input?: unknown }): string =>
    `${name} is ${shown(input)}, so the training would not start. Write ${needed}.`;

/** An option that counts something, `min` or more; null stands for the default. */
export function countOption(name: string, value: number, described: Described, min = 1) {
  const error = wrongOption(name, `a whole number of at least ${min}`);
  return z
    .int({ error })
    .gte(min, { error })
    .nullable()
    .default(value)
    .meta({ ...described });
}

/** An option that counts something and may be left out. */
export function optionalCount(name: string, described: Described) {
  const error = wrongOption(name, 'a whole number of at least 1, or leave it out');
  return z
    .int({ error })
    .gte(1, { error })
    .nullable()
    .default(null)
    .meta({ ...described });
}

/** A share from 0 to below 1. */
export function rateOption(name: string, value: number, described: Described) {
  const error = wrongOption(name, 'a number from 0 to below 1');
  return z
    .number({ error })
    .gte(0, { error })
    .lt(1, { error })
    .nullable()
    .default(value)
    .meta({ ...described });
}
