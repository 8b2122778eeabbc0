import { expect, test } from 'vitest';
import { transformersSchedulers } from '../../../schemas/src/schedulers/transformers/index.js';
import { runScheduleCase } from '../../oracle-runner/schedules.js';
import { errorsOf, familyCases, missingOf, startSchedule } from './family-cases.js';

const cases = familyCases('transformers', 'transformers-schedules.json', 'torch-schedules.json');

test.each(cases.map((one) => [one.name, one] as const))('%s has transformers’ numbers', (_, one) => {
  expect(runScheduleCase(one)).toMatchObject({ status: 'ok' });
});

test.each(transformersSchedulers.map(({ type }) => type))('%s has numbers of its origin', (type) => {
  expect(cases.some(({ name }) => name.startsWith(`${type}/`))).toBe(true);
});

test.each<[type: string, conf: Record<string, unknown>, keys: string[]]>([
  ['constant', {}, []],
  ['constant_with_warmup', {}, ['num_warmup_steps']],
  ['linear', {}, ['num_warmup_steps', 'num_training_steps']],
  ['cosine', { num_warmup_steps: 5 }, ['num_training_steps']],
  ['inverse_sqrt', {}, ['num_warmup_steps']],
  ['warmup_stable_decay', {}, ['num_warmup_steps', 'num_decay_steps']],
  ['reduce_lr_on_plateau', {}, []],
  ['greedy', {}, []],
])('%s %o lacks %o', (type, conf, keys) => {
  expect(missingOf(`transformers.${type}`, conf).map((message) => message.split(' ')[0])).toEqual(keys);
});

const both = { num_warmup_steps: 10, num_training_steps: 60 };

test.each<[type: string, conf: Record<string, unknown>, message: string]>([
  ['constant', { last_epoch: 5 }, 'KeyError'],
  ['constant', { num_warmup_steps: 5 }, 'num_warmup_steps'],
  ['linear', { ...both, num_warmup_steps: '10' }, 'num_warmup_steps must be a number'],
  ['cosine_with_min_lr', both, 'One of min_lr or min_lr_rate should be set'],
  ['cosine_with_min_lr', { ...both, min_lr: 1e-3, min_lr_rate: 0.1 }, 'Only one of min_lr or min_lr_rate'],
  ['cosine_warmup_with_min_lr', both, 'One of min_lr or min_lr_rate should be set'],
  ['polynomial', { ...both, lr_end: 0.1 }, 'lr_end (0.1) must be smaller than initial lr (0.1)'],
  ['polynomial', { num_warmup_steps: 9, num_training_steps: 9 }, 'ZeroDivisionError'],
  ['polynomial', { ...both, power: -1 }, 'power is -1'],
  ['inverse_sqrt', { num_warmup_steps: 5, timescale: 0 }, 'timescale must be greater than 0, but is: 0.'],
  ['inverse_sqrt', { num_warmup_steps: -5 }, 'num_warmup_steps is -5'],
  [
    'warmup_stable_decay',
    { num_warmup_steps: 5, num_decay_steps: 5 },
    'Either num_training_steps or num_stable_steps must be specified',
  ],
  [
    'warmup_stable_decay',
    { num_warmup_steps: 5, num_decay_steps: 5, num_stable_steps: 5, decay_type: 'sqrt' },
    'decay_type is "sqrt", but must be one of linear, cosine, 1-sqrt',
  ],
  ['reduce_lr_on_plateau', { factor: 1 }, 'Factor should be < 1.0.'],
  ['reduce_lr_on_plateau', { min_lr: [0, 0] }, 'expected 1 value, got 2'],
  ['reduce_lr_on_plateau', { mode: 'down' }, 'mode is "down", but must be one of min, max'],
  ['greedy', { factor: 1.5 }, 'Factor should be < 1.0.'],
  ['greedy', { factor: 0 }, 'ZeroDivisionError'],
  ['greedy', { smooth: true, window_size: 0 }, 'window_size is 0'],
])('%s %o is refused', (type, conf, message) => {
  expect(errorsOf(`transformers.${type}`, conf)).toContain(message);
});

test('without a learning rate a min_lr has no share', () => {
  expect(errorsOf('transformers.cosine_with_min_lr', { ...both, min_lr: 1e-3 }, 0)).toContain(
    'ZeroDivisionError',
  );
});

const driven = cases.filter(({ metrics }) => metrics);

test.each(driven.map((one) => [one.name, one] as const))('%s goes on from its state', (_, one) => {
  const type = one.name.split('/')[0] ?? '';
  const ask = (schedule: ReturnType<typeof startSchedule>, index: number) =>
    schedule.lr({
      realStep: index + 1,
      epoch: 1,
      currentLr: 0,
      metrics: (one.metrics ?? []).slice(0, index),
    });
  for (const middle of [1, 13, 40]) {
    const first = startSchedule(type, one.conf, one.lr0);
    // Only every third step is asked for, and each twice.
    for (let index = 0; index <= middle; index += 3) expect(ask(first, index)).toBe(ask(first, index));
    const second = startSchedule(type, one.conf, one.lr0);
    second.loadState?.(JSON.parse(JSON.stringify(first.state?.())));
    const rest = Array.from({ length: one.lr.length - middle - 1 }, (_, n) => middle + 1 + n);
    expect(rest.map((index) => ask(second, index))).toEqual(rest.map((index) => ask(first, index)));
    expect(ask(second, one.lr.length - 1)).toBeCloseTo(one.lr.at(-1) ?? Number.NaN, 12);
  }
});

test.each<[conf: Record<string, unknown>, best: number]>([
  [{}, 1],
  [{}, -1],
  [{}, 0],
  [{ mode: 'max' }, 0.7],
  [{ mode: 'max' }, -0.7],
  [{ threshold: 0.5 }, 3],
  [{ threshold: 0.5, threshold_mode: 'abs' }, 3],
  [{ threshold: 0.5, threshold_mode: 'abs', mode: 'max' }, 3],
])('with %o a better metric than %d keeps the learning rate', (conf, best) => {
  const type = 'transformers.reduce_lr_on_plateau';
  const entry = transformersSchedulers.find((one) => one.type === type);
  const patient = { patience: 0, ...conf };
  const driving = entry?.metric?.(entry.conf.parse(patient));
  const next = driving?.better(best) ?? Number.NaN;
  expect(driving?.mode === 'max' ? next > best : next < best).toBe(true);
  const ask = (metrics: number[]) =>
    startSchedule(type, patient).lr({ realStep: metrics.length + 1, epoch: 1, currentLr: 0.1, metrics });
  expect(ask([best, next])).toBe(0.1);
  // Below 0 torch's relative threshold takes the same metric again for better.
  expect(ask([best, best])).toBeCloseTo(best < 0 ? 0.1 : 0.01, 12);
});
