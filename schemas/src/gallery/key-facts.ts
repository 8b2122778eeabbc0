import * as z from 'zod';
import type { Fields } from '../fields.js';
import { flowYaml } from './plain-yaml.js';

/** What a reader wants to know of one key of a configuration. */
export interface KeyFacts {
  readonly name: string;
  /** True for a key that must be written. */
  readonly required: boolean;
  /** What it is when it is not written; undefined for a required key. */
  readonly value: unknown;
  /** The same as YAML. */
  readonly fallback: string | undefined;
  readonly unit: string | undefined;
  readonly description: string;
  /** Why it changes nothing in this runtime, as a sentence; undefined where it does. */
  readonly noEffect: string | undefined;
  /** The words that it takes; undefined for a key that takes other values. */
  readonly choices: readonly string[] | undefined;
}

/** The words of a choice, under `default` and `nullable`. */
function choicesOf(field: z.ZodType): readonly string[] | undefined {
  if (field instanceof z.ZodEnum) return field.options.map(String);
  if (field instanceof z.ZodDefault || field instanceof z.ZodNullable || field instanceof z.ZodOptional)
    return choicesOf(field.unwrap() as z.ZodType);
  return undefined;
}

/** The keys of a schedule, an optimizer or an experiment, in their order. */
export function keyFacts(fields: Fields): KeyFacts[] {
  return Object.entries(fields.shape).map(([name, field]) => {
    const written = field.safeParse(undefined);
    const { description = '', unit, noEffect } = field.meta() ?? {};
    return {
      name,
      required: !written.success,
      value: written.data,
      fallback: written.success ? flowYaml(written.data) : undefined,
      unit,
      description,
      noEffect,
      choices: choicesOf(field),
    };
  });
}

/** The words that a key takes, where its description does not name them all anyway. */
export const choicesToName = ({ choices = [], description }: KeyFacts): readonly string[] =>
  choices.every((choice) => description.includes(choice)) ? [] : choices;
