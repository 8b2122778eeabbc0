import { blockYaml, check, flowYaml, parseDocument, readConfig, schedulers } from '@optim-sches/schemas';
import { describe, expect, test } from 'vitest';
import type { Problem } from '../../schemas/src/problem.js';

const problemsOf = (text: string) => check(readConfig(parseDocument(text)));
const errorsOf = (text: string) => problemsOf(text).filter(({ severity }) => severity === 'error');

function fixed(text: string, problem: Problem | undefined): string {
  const edits = problem?.fixes.find((one) => one.preferred)?.edits ?? [];
  return [...edits]
    .sort((a, b) => b.span.start - a.span.start)
    .reduce((all, { span, newText }) => all.slice(0, span.start) + newText + all.slice(span.end), text);
}

type Conf = Readonly<Record<string, unknown>>;
const without = (conf: Conf, key: string) =>
  Object.fromEntries(Object.entries(conf).filter(([other]) => other !== key));
const withOptimizer = (type: string, lr: number, conf: Conf) => ({
  optim_sches: { type, conf: { optim_type: 'SGD', optim_conf: { lr, momentum: 0.9 }, ...conf } },
});

const styles: [name: string, write: (value: Conf) => string][] = [
  ['block', (value) => blockYaml(value, 4)],
  ['flow', (value) => `${flowYaml(value)}\n`],
  ['CRLF', (value) => blockYaml(value, 4).replaceAll('\n', '\r\n')],
];

const required = schedulers.flatMap(({ type, conf, example }) =>
  Object.entries(conf.shape)
    .filter(([, field]) => !field.safeParse(undefined).success)
    .map(([key]) => ({ type, key, example })),
);

describe.each(required)('$type without $key', ({ type, key, example }) => {
  test.each(styles)('in %s style: one problem, whose fix adds it', (_, write) => {
    const text = write(withOptimizer(type, example.lr, without(example.conf, key)));
    const [problem, ...others] = errorsOf(text);
    expect(others).toEqual([]);
    expect(problem?.code).toBe('optim/missing-key');
    expect(problem?.message).toContain(`"${key}" is missing, and ${type} has no default for it.`);
    const after = fixed(text, problem);
    expect(after).toContain(`${key}: ${flowYaml(example.conf[key])}`);
    expect(errorsOf(after)).toEqual([]);
    // Every line ends as those of the file do.
    expect(new Set(after.match(/\r?\n/g))).toEqual(new Set(text.match(/\r?\n/g)));
  });

  test('one problem when it is misspelled', () => {
    const misspelled = key.includes('_') ? key.replace('_', '') : `${key}s`;
    const conf = { ...without(example.conf, key), [misspelled]: example.conf[key] };
    const text = blockYaml(withOptimizer(type, example.lr, conf), 4);
    const errors = errorsOf(text);
    expect(errors.map(({ code }) => code)).toEqual(['optim/unknown-key']);
    expect(errors[0]?.message).toContain(`Did you mean "${key}"?`);
    expect(errorsOf(fixed(text, errors[0]))).toEqual([]);
  });
});

test('every required key is in the example, so that the fix has a value', () => {
  for (const { key, example } of required) expect(example.conf).toHaveProperty(key);
});

test('the fix for a missing conf has the keys that the schedule needs', () => {
  const text = 'optim_sches:\n  type: torch.StepLR\n';
  const [problem] = errorsOf(text);
  expect(errorsOf(fixed(text, problem))).toEqual([]);
});

test('a conf that is only referred to is not written into', () => {
  const text = 'base: &b {optim_type: SGD, optim_conf: {}}\noptim_sches: {type: torch.StepLR, conf: *b}\n';
  expect(errorsOf(text).map(({ code, fixes }) => [code, fixes.length])).toEqual([['optim/missing-key', 0]]);
});

const around = (scheduler: string) =>
  `optim_sches:\n  type: torch.SequentialLR\n  conf:\n    optim_type: SGD\n    optim_conf: {lr: 0.1}\n    schedulers:\n    - LinearLR: {total_iters: 10}\n${scheduler}    milestones: [10]\n`;

describe('inside SequentialLR', () => {
  type Case = [scheduler: string, code: string, at: string, says: string, fix: string | undefined];
  const cases: Case[] = [
    [
      '    - StepLR: {}\n',
      'missing-key',
      'StepLR',
      '"step_size" is missing',
      '    - StepLR: {step_size: 30}\n',
    ],
    [
      '    - StepLR:\n        gamma: 0.5 # half\n',
      'missing-key',
      'StepLR',
      '"step_size" is missing',
      '    - StepLR:\n        gamma: 0.5 # half\n        step_size: 30\n',
    ],
    [
      '    - CosineAnnealingLR: {Tmax: 90}\n',
      'unknown-key',
      'Tmax',
      'Did you mean "T_max"?',
      '    - CosineAnnealingLR: {T_max: 90}\n',
    ],
    [
      '    - CosineAnealingLR: {T_max: 90}\n',
      'unknown-key',
      'CosineAnealingLR',
      'Did you mean "CosineAnnealingLR"?',
      '    - CosineAnnealingLR: {T_max: 90}\n',
    ],
    [
      '    - StepLR: {step_size: "30"}\n',
      'number-as-text',
      '"30"',
      'step_size must be a number',
      '    - StepLR: {step_size: 30}\n',
    ],
    ['    - StepLR: {step_size: 0}\n', 'invalid-value', '0', 'step_size must be at least 1', undefined],
    ['    - StepLR: {step_size: true}\n', 'invalid-value', 'true', 'step_size is true', undefined],
    ['    - StepLR\n', 'invalid-value', 'StepLR', 'A scheduler is "StepLR"', undefined],
    ['    - StepLR:\n', 'invalid-value', 'StepLR', 'The conf of StepLR is null', undefined],
    [
      '    - {StepLR: {step_size: 3}, LinearLR: {}}\n',
      'invalid-value',
      '{StepLR: {step_size: 3}, LinearLR: {}}',
      'here are 2',
      undefined,
    ],
    ['    - ReduceLROnPlateau: {}\n', 'unknown-key', 'ReduceLROnPlateau', 'do not support', undefined],
    [
      '    - StepLR: {step_size: 3, interval: epoch}\n',
      'unknown-key',
      'interval',
      'interval stands beside schedulers',
      undefined,
    ],
    [
      '    - ChainedScheduler: {schedulers: [{PolynomialLR: {pwer: 2}}]}\n',
      'unknown-key',
      'pwer',
      'Did you mean "power"?',
      '    - ChainedScheduler: {schedulers: [{PolynomialLR: {power: 2}}]}\n',
    ],
  ];
  test.each(cases)('%s', (scheduler, code, at, says, fix) => {
    const text = around(scheduler);
    const [problem, ...others] = errorsOf(text);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: `optim/${code}`, message: expect.stringContaining(says) });
    expect(text.slice(problem?.span.start, problem?.span.end)).toBe(at);
    expect(fixed(text, problem)).toBe(fix === undefined ? text : around(fix));
  });

  test('two mistakes are two problems', () => {
    const errors = errorsOf(around('    - StepLR: {}\n    - ExponentialLR: {gama: 0.5}\n'));
    expect(errors.map(({ code }) => code)).toEqual(['optim/missing-key', 'optim/unknown-key']);
  });

  test('to remove the first of two names leaves the dash of the list', () => {
    const text = around('    - ReduceLROnPlateau: {}\n      StepLR: {step_size: 3}\n');
    const [problem] = errorsOf(text);
    const remove = problem && {
      ...problem,
      fixes: problem.fixes.map((one) => ({ ...one, preferred: true })),
    };
    expect(fixed(text, remove)).toBe(around('    - StepLR: {step_size: 3}\n'));
  });
});
