import { describe, expect, test } from 'vitest';
import { nemoSchedulers } from '../../../schemas/src/schedulers/nemo/index.js';
import { runScheduleCase } from '../../oracle-runner/schedules.js';
import { errorsOf, familyCases, missingOf } from './family-cases.js';

const cases = familyCases('nemo', 'nemo-schedules.json', 'origin-schedules.json');

test.each(cases.map((one) => [one.name, one] as const))('%s has NeMo’s numbers', (_, one) => {
  expect(runScheduleCase(one)).toMatchObject({ status: 'ok' });
});

test.each(nemoSchedulers.map(({ type }) => type))('%s has numbers of its origin', (type) => {
  expect(cases.some(({ name }) => name.startsWith(`${type}/`))).toBe(true);
});

test.each<[type: string, conf: Record<string, unknown>, keys: string[]]>([
  ['SquareAnnealing', {}, ['max_steps']],
  ['InverseSquareRootAnnealing', {}, ['max_steps']],
  ['NoamAnnealing', { warmup_steps: 9 }, ['d_model']],
  ['T5InverseSquareRootAnnealing', { max_steps: 9 }, ['constant_steps']],
  ['WarmupPolicy', {}, []],
])('%s %o lacks %o', (type, conf, keys) => {
  expect(missingOf(`nemo.${type}`, conf).map((message) => message.split(' ')[0])).toEqual(keys);
});

describe('what NeMo refuses', () => {
  const both = 'Either use particular number of step or ratio';
  test.each<[type: string, conf: Record<string, unknown>, message: string]>([
    ['SquareAnnealing', { max_steps: -1 }, '`max_steps` must be a non-negative integer'],
    ['SquareAnnealing', { max_steps: 0 }, 'ZeroDivisionError'],
    ['SquareAnnealing', { max_steps: 9, warmup_steps: 1, warmup_ratio: 0.5 }, both],
    ['SquareAnnealing', { max_steps: null }, 'max_steps is null'],
    ['SquareAnnealing', { max_steps: 9, warmup_steps: -1 }, 'warmup_steps must be at least 0'],
    ['SquareAnnealing', { max_steps: 9, last_epoch: 3 }, 'KeyError'],
    ['SquareRootAnnealing', { max_steps: 0 }, 'ZeroDivisionError'],
    ['WarmupPolicy', { warmup_ratio: 0.1 }, 'there should be a total steps'],
    ['WarmupHoldPolicy', { warmup_steps: 5 }, 'max_steps is null'],
    ['WarmupHoldPolicy', { max_steps: 9, hold_steps: 1, hold_ratio: 0.5 }, both],
    ['CosineAnnealing', { max_steps: 9, constant_steps: 1, constant_ratio: 0.5 }, 'constant_steps or'],
    ['CosineAnnealing', { max_steps: 9, min_lr: 0.2 }, 'lower than the minimum learning rate'],
    ['CosineAnnealing', { max_steps: 9, min_lr: 0.1, constant_steps: 2 }, 'AssertionError'],
    ['CosineAnnealing', { max_steps: 9, constant_steps: 9 }, 'ZeroDivisionError'],
    ['NoamAnnealing', { d_model: 0, warmup_steps: 9 }, 'd_model must be greater than 0'],
    ['NoamAnnealing', { d_model: 8, warmup_steps: 9, min_lr: 1 }, 'lower than the minimum learning rate'],
    ['NoamAnnealing', { d_model: 8, warmup_ratio: 0.1 }, 'there should be a total steps'],
    ['NoamHoldAnnealing', { max_steps: 9 }, 'Noam scheduler cannot be used without warmup steps'],
    ['WarmupAnnealing', { max_steps: 0 }, 'ZeroDivisionError'],
    ['PolynomialDecayAnnealing', { max_steps: 9, power: -1 }, 'math domain error'],
    ['PolynomialHoldDecayAnnealing', { max_steps: 9, hold_steps: 9 }, 'ZeroDivisionError'],
    ['WarmupHoldAnnealLinear', { max_steps: 9, warmup_steps: 4, hold_steps: 5 }, 'ZeroDivisionError'],
    ['WarmupHoldAnnealOneMinusSquareRoot', { max_steps: 0 }, 'ZeroDivisionError'],
    ['T5InverseSquareRootAnnealing', { max_steps: 9, constant_steps: 0 }, 'greater than 0'],
    ['T5InverseSquareRootAnnealing', { max_steps: 9, constant_steps: 2, constant_ratio: 0.2 }, both],
  ])('%s %o', (type, conf, message) => {
    expect(errorsOf(`nemo.${type}`, conf)).toContain(message);
  });

  test.each<[type: string, conf: Record<string, unknown>]>([
    ['CosineAnnealing', { max_steps: 9, warmup_steps: 20, min_lr: 0.2 }],
    ['CosineAnnealing', { max_steps: 9, min_lr: 0.1 }],
    ['WarmupHoldAnnealLinear', { max_steps: 9, warmup_steps: 9 }],
    ['InverseSquareRootAnnealing', { max_steps: null, warmup_steps: 9 }],
    ['NoamHoldAnnealing', { max_steps: 9, hold_steps: 10 }],
  ])('%s %o is taken, as it never comes to the decay or needs none', (type, conf) => {
    expect(errorsOf(`nemo.${type}`, conf)).toBe('');
  });
});

test('the warm-up of Noam’s own schedule ends at its peak, not at optim_conf.lr', () => {
  const described = (type: string) =>
    nemoSchedulers.find((entry) => entry.type === type)?.conf.shape.warmup_steps?.meta()?.description;
  expect(described('nemo.NoamAnnealing')).toContain('reaches its peak, optim_conf.lr * d_model^-0.5');
  expect(described('nemo.NoamHoldAnnealing')).toContain('reaches optim_conf.lr after');
});
