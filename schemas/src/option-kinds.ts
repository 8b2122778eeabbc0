import { z } from 'zod';

interface Described {
  readonly description: string;
  readonly unit: string;
}

/** An option that counts something, `min` or more; null stands for the default. */
export const countOption = (value: number, described: Described, min = 1) =>
  z
    .int({ error: `Write a whole number of at least ${min}.` })
    .gte(min, { error: `Write a whole number of at least ${min}.` })
    .nullable()
    .default(value)
    .meta({ ...described });

/** An option that counts something and may be left out. */
export const optionalCount = (described: Described) =>
  z
    .int({ error: 'Write a whole number of at least 1, or leave it out.' })
    .gte(1, { error: 'Write a whole number of at least 1, or leave it out.' })
    .nullable()
    .default(null)
    .meta({ ...described });

/** A share from 0 to below 1. */
export const rateOption = (value: number, described: Described) =>
  z
    .number({ error: 'Write a number from 0 to below 1.' })
    .gte(0, { error: 'Write a number from 0 to below 1.' })
    .lt(1, { error: 'Write a number from 0 to below 1.' })
    .nullable()
    .default(value)
    .meta({ ...described });
