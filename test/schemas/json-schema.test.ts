import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { experimentArguments } from '../../schemas/src/config/exp-cfg.js';
import {
  expCfgSchema,
  fileSchema,
  optimSchesSchema,
  trainCfgSchema,
} from '../../schemas/src/config/language.js';
import { jsonSchema } from '../../schemas/src/json-schema.js';
import { optimizers } from '../../schemas/src/optimizers/index.js';
import { schedulers } from '../../schemas/src/schedulers/index.js';
import fc from '../fast-check.js';
import {
  anything,
  file,
  type Json,
  kindOf,
  type Mapping,
  mutated,
  mutation,
  wordsOf,
} from './json-schema-configurations.js';

// Differences that are left out, since they are no differences of the two schemas:
// - checks across the options of one optimizer (`nesterov` without momentum) or the keys of one schedule are
//   `Optimizer.check` and `Scheduler.check`, outside both;
// - `.inf` and `.nan` do not exist in JSON, so a generated value is always a finite number;
// - whole numbers beyond 2^53, which zod's `int` refuses and JSON Schema's `integer` takes, are not generated.

const schema = jsonSchema();
const ajv = new Ajv({
  strict: true,
  strictTypes: false,
  strictTuples: false,
  strictRequired: false,
  allowUnionTypes: true,
  // A YAML parser hands over `.inf` as a number.
  strictNumbers: false,
});
ajv.addVocabulary(['markdownDescription', 'enumDescriptions']);
const validate = ajv.compile(schema);

const agree = (value: Json) => {
  const parsed = fileSchema().safeParse(value);
  const issues = parsed.error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) ?? [];
  expect(
    { valid: validate(value) },
    `${JSON.stringify(value)}\nzod: ${issues.join('\n')}\najv: ${ajv.errorsText(validate.errors)}`,
  ).toEqual({ valid: parsed.success });
  return parsed.success;
};

describe('ajv and zod', () => {
  it('both take every valid configuration', () => {
    fc.assert(
      fc.property(file, (value) => {
        expect(agree(value)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('agree on configurations with one to three mistakes', () => {
    let refused = 0;
    let taken = 0;
    fc.assert(
      fc.property(file, fc.array(mutation, { minLength: 1, maxLength: 3 }), (value, mutations) => {
        if (agree(mutations.reduce(mutated, value))) taken += 1;
        else refused += 1;
      }),
      { numRuns: 1500 },
    );
    // The test shows something only if both happen often.
    expect(refused).toBeGreaterThan(300);
    expect(taken).toBeGreaterThan(100);
  });
});

describe('agree on every field, whatever its value', () => {
  const conf = (optim_type: string, optim_conf: Mapping) => ({
    optim_sches: { type: 'noam.NoamLr', conf: { optim_type, optim_conf } },
  });
  const scheduled = (type: string, own: Mapping) => ({
    optim_sches: { a: { type, conf: { optim_type: 'Adam', optim_conf: {}, ...own } } },
  });
  const kinds = new Set<string>();
  /** Everything for the first field of a kind; every sixth value, each time others, for those that are like it. */
  const samplesFor = (one: z.ZodType, index: number): readonly Json[] => {
    const kind = kindOf(one);
    if (kinds.has(kind)) return anything.filter((_, at) => (at + index) % 6 === 0);
    kinds.add(kind);
    return anything;
  };
  type Field = [name: string, file: (value: Json) => Mapping, samples: readonly Json[]];
  const fields: Field[] = [
    ...Object.keys(experimentArguments.shape).map(
      (key): Field => [key, (value) => ({ [key]: value }), anything],
    ),
    ...optimizers.flatMap(({ type, options }) =>
      Object.entries(options.shape).map(
        ([key, one], index): Field => [
          `${type}.${key}`,
          (value) => conf(type, { [key]: value }),
          [...samplesFor(one, index), {}, (one.safeParse(undefined).data ?? null) as Json],
        ],
      ),
    ),
    ...['optim_loss', 'optim_losses', 'updated_modules', 'step_per_update'].map(
      (key): Field => [`conf.${key}`, (value) => scheduled('noam.NoamLr', { [key]: value }), anything],
    ),
    ...schedulers.flatMap(({ type, conf: { shape }, example }) =>
      Object.entries(shape).map(
        ([key, one], index): Field => [
          `${type}.${key}`,
          (value) => scheduled(type, { ...(example.conf as Mapping), [key]: value }),
          [
            ...samplesFor(one, index),
            ...wordsOf(one),
            {},
            (example.conf[key] ?? one.safeParse(undefined).data ?? null) as Json,
          ],
        ],
      ),
    ),
  ];
  it.each(fields)('%s', (_name, make, samples) => {
    const outcomes = new Set(samples.map((value) => agree(make(value))));
    expect(outcomes).toEqual(new Set([true, false]));
  });
});

interface Run {
  name: string;
  optim_sches?: Json;
  exp_cfg?: Mapping;
  ok?: boolean;
}
const oracle: { cases: Run[]; errors: Run[] } = JSON.parse(
  readFileSync(new URL('../oracle/speechain.json', import.meta.url), 'utf8'),
);

// Left out: `warmup_steps: true`, which Python counts as 1 and the schemas, which know the documented types, refuse.
const runs = oracle.cases.filter((one) => one.name !== 'noam/warmup_true_bool');
it.each(runs)('SpeeChain runs $name: ajv and zod take it', ({ optim_sches = null, exp_cfg = {} }) => {
  // The oracle writes infinity as a text.
  const experiment = Object.entries(exp_cfg).map(([key, value]) => [
    key,
    value === 'Infinity' ? 1 / 0 : value,
  ]);
  const value: Mapping = { ...Object.fromEntries(experiment), optim_sches };
  expect({ accepted: agree(value), errors: ajv.errorsText(validate.errors) }).toMatchObject({
    accepted: true,
  });
});

it.each(oracle.errors.filter((one) => one.optim_sches !== undefined))(
  'agree on $name',
  ({ optim_sches = null }) => {
    agree({ optim_sches });
  },
);

const noam = { type: 'noam.NoamLr', conf: { optim_type: 'Adam', optim_conf: {}, warmup_steps: 10 } };

describe('one mistake gives one issue, at its place', () => {
  const withConf = (conf: Mapping): Json => ({ type: 'noam.NoamLr', conf: { ...noam.conf, ...conf } });
  const cases: [block: Json, path: string, says: string][] = [
    [[], '', 'optim_sches is []'],
    [null, '', 'optim_sches is null'],
    [{ ...noam, note: 'x' }, '', '"note" cannot stand beside them'],
    [{ ...noam, type: 3 }, 'type', 'type is 3, but must be a schedule'],
    [{ type: 'noam.NoamLr', conf: null }, 'conf', 'conf is null'],
    [{ type: 'noam.NoamLr' }, 'conf', 'conf is missing'],
    [{ conf: noam.conf }, 'type', 'type is missing'],
    [{ a: noam, b: { conf: noam.conf } }, 'b.type', 'type is missing'],
    [withConf({ warmup: 3 }), 'conf', '"warmup": no such key in the conf of noam.NoamLr'],
    [withConf({ warmup_steps: 0 }), 'conf.warmup_steps', 'warmup_steps must be greater than 0'],
    [withConf({ optim_conf: { lr: -1 } }), 'conf.optim_conf.lr', 'Invalid learning rate: -1.'],
    [withConf({ optim_type: 'adam' }), 'conf.optim_type', 'torch.optim has no "adam"'],
    [withConf({ optim_type: 'lr_scheduler.StepLR' }), 'conf.optim_type', 'torch.optim has no'],
    [withConf({ optim_loss: 'a', optim_losses: 'b' }), 'conf.optim_loss', 'mean the same'],
    [
      { type: 'my.Own', conf: { optim_type: 'SGD', optim_conf: { lrr: 1 }, mine: 1 } },
      'conf.optim_conf',
      '"lrr"',
    ],
  ];
  it.each(cases)('%j', (value, path, says) => {
    const issues = optimSchesSchema.safeParse(value).error?.issues ?? [];
    expect(issues.map((issue) => issue.path.join('.'))).toEqual([path]);
    expect(issues[0]?.message).toContain(says);
  });

  it('tells of independent mistakes together', () => {
    const value = {
      type: 'noam.NoamLr',
      conf: { optim_type: 'Adam', optim_conf: { lr: -1, eps: -1 }, warmup_steps: 0 },
    };
    const paths = optimSchesSchema.safeParse(value).error?.issues.map((issue) => issue.path.join('.'));
    expect(paths?.sort()).toEqual(['conf.optim_conf.eps', 'conf.optim_conf.lr', 'conf.warmup_steps']);
  });
});

describe('values come out with defaults', () => {
  it('of the schedule, of every OptimScheduler and of the optimizer', () => {
    expect(optimSchesSchema.parse(noam)).toEqual({
      type: 'noam.NoamLr',
      conf: {
        optim_type: 'Adam',
        optim_conf: optimizers.find((one) => one.type === 'Adam')?.options.parse({}),
        optim_loss: null,
        optim_losses: null,
        updated_modules: null,
        step_per_update: 1,
        d_model: null,
        warmup_steps: 10,
      },
    });
  });

  it('of the experiment', () => {
    const value = expCfgSchema().parse({ train_cfg: { optim_sches: { a: noam } } });
    expect(value).toMatchObject({
      accum_grad: 1,
      grad_clip: 5,
      train_cfg: { optim_sches: { a: { conf: { d_model: null } } } },
    });
    expect(expCfgSchema().parse({ train_cfg: 'train.yaml' }).train_cfg).toBe('train.yaml');
    expect(trainCfgSchema.parse({ optim_sches: noam })).toMatchObject({
      optim_sches: { type: 'noam.NoamLr' },
    });
  });
});

describe('the schema for editors', () => {
  const text = JSON.stringify(schema);
  it('is draft-07, titled, without an absolute id', () => {
    expect(schema).toMatchObject({
      $schema: 'http://json-schema.org/draft-07/schema#',
      title: expect.any(String),
    });
    expect(schema.$id).not.toMatch(/^[a-z]+:/);
    expect(ajv.validateSchema(schema)).toBe(true);
  });

  it('resolves every reference inside itself', () => {
    const definitions = Object.keys(schema.definitions as object);
    const used = [...text.matchAll(/"\$ref":"#\/definitions\/([^"]+)"/g)].map((match) => match[1]);
    expect(new Set(used)).toEqual(new Set(definitions));
  });

  it('offers every schedule, every optimizer and every option with its default and description', () => {
    const definitions = schema.definitions as Record<string, { properties?: Record<string, Mapping> }>;
    for (const one of optimizers)
      for (const [option, value] of Object.entries(one.options.parse({}))) {
        const property = definitions[`torch.optim.${one.type}`]?.properties?.[option];
        expect(property).toMatchObject({ default: value, description: expect.any(String) });
      }
    for (const one of schedulers) {
      const properties = definitions[`conf-of-${one.type}`]?.properties ?? {};
      expect(Object.keys(properties)).toEqual(
        expect.arrayContaining([
          ...Object.keys(one.conf.shape),
          'optim_type',
          'optim_conf',
          'step_per_update',
        ]),
      );
      expect(text).toContain(JSON.stringify(one.summary));
    }
    const root = schema.properties as Record<string, Mapping>;
    for (const key of Object.keys(experimentArguments.shape)) expect(root[key]?.description).toBeTruthy();
  });

  it('says units and what has no effect, and keeps to itself what JSON Schema has no word for', () => {
    expect(text).toContain('Unit: real steps.');
    expect(text).toContain('No effect in this runtime: ');
    expect(text).not.toMatch(
      /"(unit|integer|noEffect|floats|expectedLength|replacedBy|torchBounds|exactType)":/,
    );
    expect(text).not.toMatch(/9007199254740991/);
  });
});
