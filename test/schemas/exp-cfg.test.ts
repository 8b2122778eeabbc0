import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { argumentGroups, experimentArguments } from '../../schemas/src/config/exp-cfg.js';
import { line } from '../oracle-runner/result.js';
import { type Argument, runArgument } from '../oracle-runner/signatures.js';

const runner: Argument[] = JSON.parse(
  readFileSync(new URL('../oracle/runner-args.json', import.meta.url), 'utf8'),
);
const { shape } = experimentArguments;

const field = (name: string): z.ZodType => {
  const schema = (shape as Record<string, z.ZodType>)[name];
  if (!schema) throw new Error(`no argument ${name}`);
  return schema;
};
const message = (name: string, value: unknown) =>
  experimentArguments
    .safeParse({ [name]: value })
    .error?.issues.map((issue) => issue.message)
    .join('; ');

describe("SpeeChain's Runner", () => {
  it('has the same arguments', () => {
    expect(runner).toHaveLength(51);
    expect(Object.keys(shape).sort()).toEqual(runner.map((argument) => argument.name).sort());
  });

  // `config` is the path of the file itself.
  it.each(runner.filter((argument) => argument.name !== 'config'))('has the default of $name', (argument) => {
    const result = runArgument(argument);
    expect(result.status, line(result)).toBe('ok');
    expect(field(argument.name).parse(argument.default)).toEqual(argument.default);
  });

  const samples: Record<string, [good: unknown[], bad: unknown[]]> = {
    int: [[3], [2.5, '3', true, [1]]],
    float: [
      [0.25, 3],
      ['0.25', true, [1]],
    ],
    str2bool: [
      [true, false],
      ['False', 0, 'yes', null],
    ],
    str: [['x'], [1, [], true]],
    str2none: [
      ['0,1', null],
      [0.5, {}],
    ],
    str2dict: [[{ a: 1 }], [1, true, []]],
  };
  it.each(runner.filter((argument) => argument.type in samples))(
    'takes a $type for $name',
    ({ name, type }) => {
      const [good, bad] = samples[type] ?? [[], []];
      for (const value of good) expect(message(name, value), JSON.stringify(value)).toBeUndefined();
      for (const value of bad) expect(message(name, value), JSON.stringify(value)).toContain(`${name} is`);
    },
  );
});

describe('every argument', () => {
  it('stands in one group', () => {
    expect(argumentGroups.flatMap((group) => group.keys).sort()).toEqual(Object.keys(shape).sort());
    expect(new Set(argumentGroups.map((group) => group.title)).size).toBe(argumentGroups.length);
  });

  it.each(Object.keys(shape))('%s is described, with a unit for a number', (name) => {
    const meta = field(name).meta();
    expect(meta?.description).toMatch(/^[A-Z].{10,}[.]$/s);
    const json = z.toJSONSchema(field(name), { io: 'input', unrepresentable: 'any' });
    if (json.type === 'number' || json.type === 'integer') expect(meta?.unit).toBeTruthy();
    if (runner.find((argument) => argument.name === name)?.type === 'int') expect(meta?.integer).toBe(true);
    expect(meta?.noEffect ?? 'A reason.').toMatch(/^[A-Z].*[.]$/s);
  });

  it('has an effect where it concerns the update, the length or the selection of models', () => {
    const effective = Object.keys(shape).filter((name) => !field(name).meta()?.noEffect);
    expect(effective.sort()).toEqual(
      [
        ...['accum_grad', 'ft_factor', 'grad_clip', 'grad_norm_type', 'seed', 'data_cfg', 'train_cfg'],
        ...['num_epochs', 'valid_per_epochs', 'report_per_steps', 'best_model_selection'],
        ...['early_stopping_patience', 'early_stopping_threshold', 'last_model_number'],
      ].sort(),
    );
  });
});

it('lets other keys pass: they are variables for !ref', () => {
  expect(experimentArguments.parse({ warmup: 4000, num_workers: 2 })).toMatchObject({
    warmup: 4000,
    num_workers: 2,
  });
});

describe('values', () => {
  const best = ['valid', 'accuracy', 'max', 10];
  const accepted: [name: string, value: unknown][] = [
    ['grad_clip', Number.POSITIVE_INFINITY],
    ['grad_norm_type', Number.POSITIVE_INFINITY],
    ['grad_norm_type', 0],
    ['grad_clip', -1],
    ['ft_factor', 0],
    ['report_per_steps', -5],
    ['early_stopping_patience', 0],
    ['early_stopping_threshold', -0.5],
    ['best_model_selection', best],
    ['best_model_selection', [best, ['train', 'loss', 'min', 1]]],
    ['gpus', 0],
    ['gpus', [0, '1']],
    ['test_model', ['a', 'b']],
    ['bad_cases_selection', ['wer', 'max', 50]],
    ['train_cfg', 'recipes/train.yaml'],
    ['train_cfg', { model: {} }],
  ];
  it.each(accepted)('%s may be %o', (name, value) => {
    expect(message(name, value)).toBeUndefined();
  });

  const refused: [name: string, value: unknown, says: string][] = [
    ['accum_grad', 0, 'accum_grad is 0: it should be an integer equal to or larger than 1'],
    ['accum_grad', -1, 'Write 1 or more.'],
    ['accum_grad', '2', 'accum_grad is the text "2", not a number'],
    ['num_epochs', 0, 'training would end before it begins'],
    ['valid_per_epochs', 0, 'valid_per_epochs is 0'],
    ['last_model_number', 0, 'last_model_number cannot be lower than 1'],
    ['grad_clip', null, 'grad_clip is null'],
    ['best_model_selection', ['valid', 'loss', 'least', 1], 'such as [valid, loss, min, 1]'],
    ['best_model_selection', ['valid', 'loss', 'min'], 'such as [valid, loss, min, 1]'],
    ['best_model_selection', [], 'best_model_selection is []'],
    ['best_model_selection', 'valid loss', 'best_model_selection is "valid loss"'],
    ['train_cfg', 3, 'a mapping, or the path of a file'],
    ['use_amp', 'False', 'Python takes any text as true'],
  ];
  it.each(refused)('%s may not be %o', (name, value, says) => {
    expect(message(name, value)).toContain(says);
  });
});
