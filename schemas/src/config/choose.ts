import * as z from 'zod';

/** What a value must be in addition: always, or when it is of the kind `when`, `otherwise` when it is not. */
export interface Condition {
  readonly when?: z.ZodType;
  readonly must: z.ZodType;
  readonly otherwise?: z.ZodType;
}

/** What a schema made by `choose` consists of. */
export interface Choice {
  readonly base: z.ZodType;
  readonly conditions: readonly Condition[];
}

const choices = new WeakMap<z.ZodType, Choice>();

/** The parts of a schema made by `choose`; undefined for any other. JSON Schema is written from them. */
export const choiceOf = (schema: z.ZodType): Choice | undefined => choices.get(schema);

type Issues = z.core.$ZodIssue[];

const samePlace = (a: z.core.$ZodIssue, b: z.core.$ZodIssue) => a.path.join('\n') === b.path.join('\n');

function validate({ base, conditions }: Choice, input: unknown): { value: unknown; issues: Issues } {
  const issues: Issues = [];
  let value = input;
  const apply = (schema: z.ZodType) => {
    const result = schema.safeParse(value);
    if (result.success) value = result.data;
    // What is wrong already is not told twice.
    else
      issues.push(...result.error.issues.filter((issue) => !issues.some((told) => samePlace(told, issue))));
  };
  apply(base);
  for (const condition of conditions) {
    const chosen =
      !condition.when || condition.when.safeParse(input).success ? condition.must : condition.otherwise;
    if (chosen) apply(chosen);
  }
  return { value, issues };
}

/**
 * The values of `base` that also satisfy what the conditions ask of them, as `allOf` with `if`/`then`/`else` in JSON
 * Schema. Unlike a union it is decided first what a value is meant to be, so that one mistake gives one issue, at its
 * place. Conditions read the input as it was written; values come out with the defaults of every schema that counted.
 * Conditions that are many are given as a function, called when they are needed first.
 */
export function choose<Base extends z.ZodType>(
  base: Base,
  conditions: readonly Condition[] | (() => readonly Condition[]),
  meta: z.core.GlobalMeta = {},
): z.ZodType<z.output<Base>, z.input<Base>> {
  let made = typeof conditions === 'function' ? undefined : conditions;
  const choice: Choice = {
    base,
    get conditions() {
      made ??= typeof conditions === 'function' ? conditions() : conditions;
      return made;
    },
  };
  const schema = z
    .unknown()
    .check((payload) => {
      const { value, issues } = validate(choice, payload.value);
      if (issues.length === 0) payload.value = value;
      for (const issue of issues)
        payload.issues.push({ ...issue, input: payload.value } as z.core.$ZodRawIssue);
    })
    .meta(meta);
  choices.set(schema, choice);
  return schema as unknown as z.ZodType<z.output<Base>, z.input<Base>>;
}
