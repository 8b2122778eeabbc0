import * as z from 'zod';
import type { Condition } from './config/choose.js';
import { choiceOf } from './config/choose.js';
import { fileSchema } from './config/language.js';

type Json = z.core.JSONSchema.BaseSchema;
type Definitions = Record<string, Json>;

/** Metadata of this project that JSON Schema has no keyword for; the description carries what a reader needs of it. */
const ownKeywords = [
  'unit',
  'integer',
  'floats',
  'expectedLength',
  'noEffect',
  'replacedBy',
  'torchBounds',
  'exactType',
] as const;

function describe(json: Json): void {
  const { unit, noEffect, replacedBy } = json;
  const facts = [
    typeof unit === 'string' && `Unit: ${unit}.`,
    typeof noEffect === 'string' && `No effect in this runtime: ${noEffect}`,
    typeof replacedBy === 'string' && `Use ${replacedBy} instead.`,
  ].filter((fact) => fact !== false);
  if (json.description !== undefined && facts.length > 0) {
    json.markdownDescription = [json.description, ...facts].join('\n\n');
    json.description = [json.description, ...facts].join(' ');
  }
  if (replacedBy !== undefined) json.deprecated = true;
  for (const keyword of ownKeywords) delete json[keyword];
}

const permissive = { additionalProperties: '{}', propertyNames: '{"type":"string"}', properties: '{}' };

const never = (json: unknown) => JSON.stringify(json) === '{"not":{}}';

/** What zod 4 writes of a schema, with what JSON can say and without what it cannot. */
function adapt(schema: z.ZodType, json: Json, definitions: Definitions): void {
  const choice = choiceOf(schema);
  if (choice) {
    const { description } = json;
    Object.assign(json, convert(choice.base, definitions));
    if (description !== undefined) json.description = description;
    json.allOf = [...(json.allOf ?? []), ...choice.conditions.map((one) => condition(one, definitions))];
  }
  // What allows anything is left out.
  for (const [keyword, anything] of Object.entries(permissive))
    if (JSON.stringify(json[keyword]) === anything) delete json[keyword];
  // The largest exact integer says nothing to a reader of a configuration.
  if (json.maximum === Number.MAX_SAFE_INTEGER) delete json.maximum;
  if (json.minimum === Number.MIN_SAFE_INTEGER) delete json.minimum;
  if (schema instanceof z.ZodLiteral && schema.values.has(Number.POSITIVE_INFINITY)) {
    // `.inf` is a number to a validator of YAML; JSON cannot write it as a constant.
    for (const keyword of Object.keys(json)) delete json[keyword];
    json.not = {};
  }
  if (json.anyOf) {
    const possible = json.anyOf.filter((one) => !never(one));
    const [only] = possible;
    if (possible.length === 1 && only) {
      delete json.anyOf;
      Object.assign(json, { ...only, ...json });
    } else json.anyOf = possible;
  }
  describe(json);
}

function condition({ when, must, otherwise }: Condition, definitions: Definitions): Json {
  if (!when) return convert(must, definitions);
  return {
    if: convert(when, definitions),
    // biome-ignore lint/suspicious/noThenProperty: JSON Schema's keyword
    then: convert(must, definitions),
    ...(otherwise ? { else: convert(otherwise, definitions) } : {}),
  };
}

function convert(schema: z.ZodType, definitions: Definitions): Json {
  const {
    $schema,
    definitions: inner,
    ...json
  } = z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'input',
    override: ({ zodSchema, jsonSchema }) =>
      adapt(zodSchema as unknown as z.ZodType, jsonSchema, definitions),
  });
  Object.assign(definitions, inner);
  return json as Json;
}

/**
 * The configuration language as JSON Schema (draft-07), for editors and validators that read no other. It is written
 * from the zod schemas and says what they say about one file; what SpeeChain, the schedule's curve or several keys
 * together make wrong is for the rules of `check`.
 */
export function jsonSchema(): Record<string, unknown> {
  const definitions: Definitions = {};
  const root = convert(fileSchema() as z.ZodType, definitions);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'optim-sches.schema.json',
    title: 'SpeeChain optimization configuration',
    ...root,
    definitions,
  };
}
