import { z } from 'zod';
import { experimentArguments } from '../../schemas/src/config/exp-cfg.js';
import { optimizers } from '../../schemas/src/optimizers/index.js';
import { schedulers } from '../../schemas/src/schedulers/index.js';
import fc from '../fast-check.js';

/** A value of JSON. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Mapping = { [key: string]: Json };

const isMapping = (value: Json): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

type Schema = z.core.JSONSchema.BaseSchema;

const bound = (value: number | boolean | undefined) => (typeof value === 'number' ? value : undefined);

/** Values that the field of a schema takes, read off the JSON Schema of that field alone. */
function valid(json: Schema, within: Within): fc.Arbitrary<Json> {
  if (json.$ref) {
    const referred = within.definitions[json.$ref.replace('#/definitions/', '')];
    return referred ? valid(referred, { ...within, depth: within.depth + 1 }) : fc.constant(null);
  }
  const [all] = json.allOf ?? [];
  if (all) return valid(all as Schema, within);
  const { not, ...rest } = json;
  if (typeof not === 'object' && 'const' in not)
    return valid(rest as Schema, within).filter((value) => value !== not.const);
  if (json.enum) return fc.constantFrom(...(json.enum as Json[]));
  if (json.const !== undefined) return fc.constant((json.const ?? 1) as Json);
  if (json.anyOf) return fc.oneof(...json.anyOf.map((one) => valid(one as Schema, within)));
  if (Array.isArray(json.type))
    return fc.oneof(...json.type.map((type) => valid({ ...json, type } as Schema, within)));
  const low = Math.max(json.minimum ?? -1e6, -1e6);
  const high = Math.min(json.maximum ?? bound(json.exclusiveMaximum) ?? 1e6, 1e6);
  switch (json.type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'string':
      return fc.constantFrom('loss', 'encoder', 'a/b.yaml', '');
    case 'integer':
      return fc.integer({
        min: Math.ceil(low),
        max: json.exclusiveMaximum ? Math.ceil(high) - 1 : Math.floor(high),
      });
    case 'number':
      return fc.double({
        min: bound(json.exclusiveMinimum) ?? low,
        minExcluded: json.exclusiveMinimum !== undefined,
        max: high,
        maxExcluded: json.exclusiveMaximum !== undefined,
        noNaN: true,
      });
    case 'array': {
      const items = json.items as Schema | Schema[];
      if (Array.isArray(items))
        return fc.tuple(...items.map((item) => valid(item, within))) as fc.Arbitrary<Json>;
      return fc.array(valid(items, within), {
        minLength: json.minItems ?? 0,
        maxLength: json.maxItems ?? 3,
      }) as fc.Arbitrary<Json>;
    }
    case 'object':
      return validObject(json, within);
    default:
      return fc.constantFrom<Json>(0, 'x', null);
  }
}

/** The definitions that a JSON Schema refers to, and how many references lead here. */
interface Within {
  readonly definitions: Readonly<Record<string, Schema>>;
  readonly depth: number;
}

function validObject(json: Schema, within: Within): fc.Arbitrary<Json> {
  const entries = Object.entries(json.properties ?? {}) as [string, Schema][];
  if (json.maxProperties === 1) {
    // Schedules that hold others, which hold others: two levels will do.
    const deep = within.depth > 2;
    const names = entries.filter(([name]) => !deep || !/Sequential|Chained/.test(name));
    return fc.oneof(...names.map(([name, one]) => valid(one, within).map((value) => ({ [name]: value }))));
  }
  return fc.record(Object.fromEntries(entries.map(([key, one]) => [key, valid(one, within)])), {
    requiredKeys: (json.required ?? []).filter((key) => entries.some(([name]) => name === key)),
    noNullPrototype: true,
  }) as fc.Arbitrary<Json>;
}

const jsonOf = (one: z.ZodType): Schema =>
  z.toJSONSchema(one, { target: 'draft-7', io: 'input', unrepresentable: 'any' });

const field = (one: z.ZodType) => {
  const json = jsonOf(one);
  return valid(json, { definitions: (json.definitions ?? {}) as Record<string, Schema>, depth: 0 });
};

/** What makes two fields alike to both schemas: their JSON Schema without what it says to readers. */
export function kindOf(one: z.ZodType): string {
  const { description, default: _, unit, ...kind } = jsonOf(one);
  return JSON.stringify(kind);
}

/** The words of a field that takes some words only. */
export function wordsOf(one: z.ZodType): Json[] {
  const { enum: words, anyOf = [] } = jsonOf(one);
  return [words, ...anyOf.map((each) => (typeof each === 'object' ? each.enum : undefined))].flatMap(
    (each) => (each ?? []) as Json[],
  );
}

/** A mapping with the `required` fields of an object schema and some of the others, each valid. */
function some(
  shape: Record<string, z.ZodType>,
  { skip = [], required = [] }: { skip?: readonly string[]; required?: readonly string[] } = {},
): fc.Arbitrary<Mapping> {
  const entries = Object.entries(shape).filter(([key]) => !skip.includes(key));
  return fc.record(Object.fromEntries(entries.map(([key, one]) => [key, field(one)])), {
    requiredKeys: [...required],
    noNullPrototype: true,
  }) as fc.Arbitrary<Mapping>;
}

/** The keys of an object schema that have no default. */
const requiredIn = (shape: Record<string, z.ZodType>) =>
  Object.keys(shape).filter((key) => !shape[key]?.safeParse(undefined).success);

const optimizer = fc.constantFrom(...optimizers).chain((one) =>
  fc.record({
    optim_type: fc.constantFrom(one.type, ` ${one.type}`, `${one.type.toLowerCase()}.${one.type}`),
    optim_conf: some(one.options.shape),
  }),
);
const names = fc.oneof(
  fc.constant(null),
  fc.constantFrom('loss', 'encoder'),
  fc.array(fc.constantFrom('loss', 'b'), { minLength: 1, maxLength: 2 }),
);
const common = fc.record(
  { updated_modules: names, step_per_update: fc.integer({ min: 1, max: 9 }) },
  { requiredKeys: [], noNullPrototype: true },
);
const losses = fc.oneof(
  fc.constant({}),
  names.map((optim_losses) => ({ optim_losses })),
  names.map((optim_loss) => ({ optim_loss })),
);
const schedule = fc.oneof(
  fc
    .constantFrom(...schedulers)
    .chain((one) =>
      fc.tuple(
        fc.constantFrom(one.type, ...one.aliases, `${one.type} `),
        some(one.conf.shape, { required: requiredIn(one.conf.shape) }),
      ),
    ),
  fc.tuple(fc.constant('my.Own'), fc.constant<Mapping>({ anything: [1, 'x'] })),
);
const entry = fc
  .tuple(schedule, optimizer, common, losses)
  .map(([[type, own], ...parts]) => ({ type, conf: Object.assign({}, own, ...parts) as Mapping }));
const block: fc.Arbitrary<Json> = fc.oneof(
  entry,
  fc.dictionary(fc.constantFrom('main', 'encoder', 'type', 'conf', '1'), entry, {
    maxKeys: 3,
    noNullPrototype: true,
  }),
);
const trainCfg = fc.record(
  { model: fc.constant({ model_type: 'g2p.Transformer', module_conf: {} }), optim_sches: block },
  { requiredKeys: ['optim_sches'], noNullPrototype: true },
);
/** Whole files that are right. */
export const file: fc.Arbitrary<Mapping> = fc.oneof(
  trainCfg,
  fc
    .tuple(some(experimentArguments.shape, { skip: ['train_cfg'] }), trainCfg)
    .map(([rest, train_cfg]) => ({ ...rest, train_cfg, warmup: 400 })),
  fc
    .tuple(some(experimentArguments.shape, { skip: ['train_cfg'] }), block)
    .map(([rest, optim_sches]) => ({ ...rest, optim_sches })),
) as fc.Arbitrary<Mapping>;

/** Every place in a value, the root left out. */
function places(value: Json, path: (string | number)[] = []): (string | number)[][] {
  const children: [string | number, Json][] = Array.isArray(value)
    ? value.map((one, index) => [index, one])
    : isMapping(value)
      ? Object.entries(value)
      : [];
  return children.flatMap(([key, one]) => [[...path, key], ...places(one, [...path, key])]);
}

/** Values of every kind, the edges of the usual ranges among them. */
export const anything: readonly Json[] = [
  ...[
    null,
    true,
    false,
    0,
    1,
    -1,
    0.5,
    2.5,
    2,
    100,
    1e9,
    -1e-9,
    '',
    '0.5',
    'Adam',
    'noam.NoamLr',
    ' Adam ',
    'adam',
  ],
  ...[
    'max',
    'strong_wolfe',
    'original',
    [],
    [0.9],
    [0.9, 1],
    [0, 0],
    [0.5, 1.5],
    [1, 2, 3],
    ['a', 1],
    [null, 1],
    [[]],
  ],
  ...[['a', 'b', 'min', 1], [['a', 'b', 'min', 1]], ['a', 'max', 2], ['a', 'b', 'min', 0]],
  ...([{}, { type: 'noam.NoamLr' }, { conf: {} }, { optim_type: 'SGD' }] as Json[]),
];
const junk: fc.Arbitrary<Json> = fc.constantFrom(...anything);

interface Mutation {
  readonly kind: 'replace' | 'remove' | 'rename' | 'add';
  readonly at: number;
  readonly value: Json;
}
/** One mistake, to be made at any place of a file. */
export const mutation = fc.record<Mutation>({
  kind: fc.constantFrom('replace', 'replace', 'remove', 'rename', 'add'),
  at: fc.nat(),
  value: junk,
});

/** A copy with one change at one of its places. */
export function mutated(root: Mapping, { kind, at, value }: Mutation): Mapping {
  const copy = structuredClone(root);
  const all = places(copy);
  const path = all[at % Math.max(all.length, 1)];
  const last = path?.at(-1);
  if (!path || last === undefined) return copy;
  const parent = path.slice(0, -1).reduce<Json>((node, key) => (node as Mapping)[key] ?? null, copy);
  if (Array.isArray(parent)) {
    if (kind === 'remove') parent.splice(Number(last), 1);
    else if (kind === 'add') parent.push(value);
    else parent[Number(last)] = value;
  } else if (isMapping(parent)) {
    if (kind === 'replace') parent[last] = value;
    else if (kind === 'add') parent[`${last}x`] = value;
    else {
      if (kind === 'rename') parent[`${last}x`] = parent[last] ?? null;
      delete parent[last];
    }
  }
  return copy;
}
