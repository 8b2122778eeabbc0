import { describe, expect, test } from 'vitest';
import { exactLog, floorLog } from '../../../schemas/src/schedulers/fairseq/exact-log.js';
import { fairseqSchedulers } from '../../../schemas/src/schedulers/fairseq/index.js';
import { manualLr, readManualTable } from '../../../schemas/src/schedulers/fairseq/manual-table.js';
import { line } from '../../oracle-runner/result.js';
import { runScheduleCase } from '../../oracle-runner/schedules.js';
import { errorsOf, familyCases, missingOf } from './family-cases.js';
import { expectMemory } from './memory.js';

const cases = familyCases('fairseq', 'fairseq-schedules.json', 'origin-schedules.json');

test.each(cases.map((one) => [one.name, one] as const))('%s has fairseq’s numbers', (_, one) => {
  const result = runScheduleCase(one);
  expect(result.status, line(result)).toBe('ok');
});

test.each(fairseqSchedulers.map(({ type }) => type))('%s has numbers of its origin', (type) => {
  expect(cases.some(({ name }) => name.startsWith(`${type}/`))).toBe(true);
});

test.each<[type: string, keys: string[]]>([
  ['polynomial_decay', ['total_num_update']],
  ['triangular', ['max_lr']],
  ['tri_stage', []],
  ['cosine', []],
])('%s lacks %o', (type, keys) => {
  expect(missingOf(`fairseq.${type}`, {}).map((message) => message.split(' ')[0])).toEqual(keys);
});

describe('what fairseq refuses', () => {
  const instead = 'Consider --lr-scheduler=fixed instead.';
  test.each<[type: string, conf: Record<string, unknown>, message: string]>([
    ['inverse_sqrt', { warmup_updates: 0 }, 'ZeroDivisionError'],
    ['inverse_sqrt', { warmup_updates: 2.5 }, 'warmup_updates is 2.5'],
    [
      'inverse_sqrt',
      { lr: [0.1, 0.2] },
      `Cannot use a fixed learning rate schedule with inverse_sqrt. ${instead}`,
    ],
    ['inverse_sqrt', { lr: [] }, 'lr is []'],
    ['inverse_sqrt', { lr: 'high' }, 'lr is "high"'],
    ['tri_stage', {}, 'please specify steps or phase_ratio'],
    ['tri_stage', { phase_ratio: [0.1, 0.4, 0.5] }, 'assert cfg.max_update > 0'],
    ['tri_stage', { phase_ratio: [0.1, 0.4, 0.4], max_update: 60 }, 'phase ratios must add up to 1'],
    ['tri_stage', { phase_ratio: [0.5, 0.5], max_update: 60 }, 'must have 3 entries'],
    ['tri_stage', { phase_ratio: [0.5, 0.5, 0], max_update: 60 }, 'ZeroDivisionError'],
    ['tri_stage', { warmup_steps: 60 }, 'ZeroDivisionError'],
    ['tri_stage', { decay_steps: 60, final_lr_scale: 0 }, 'math domain error'],
    ['tri_stage', { decay_steps: 60, lr: [0.1, 0.2] }, `schedule with tri-stage lr. ${instead}`],
    ['polynomial_decay', { total_num_update: 0 }, 'assert cfg.total_num_update > 0'],
    ['cosine', {}, 'Either --max_update or --lr-period-updates must be set'],
    ['cosine', { max_update: 60, warmup_updates: 60 }, 'ZeroDivisionError'],
    ['cosine', { max_update: 60, t_mult: 0 }, 'math domain error'],
    ['cosine', { max_update: 60, lr_period_updates: 20, t_mult: 0.5 }, 'math domain error'],
    ['cosine', { max_update: 60, lr: [0.1, 0.2] }, `schedule with cosine. ${instead}`],
    ['triangular', { max_lr: 0.1 }, 'max_lr must be more than lr'],
    ['triangular', { max_lr: 0.1, lr: 0.2 }, 'max_lr must be more than lr'],
    ['triangular', { max_lr: 1, lr_period_updates: 1 }, 'ZeroDivisionError'],
    ['triangular', { max_lr: 1, lr: [0.1, 0.2] }, `schedule with triangular. ${instead}`],
    ['step', { min_lr: 0.1 }, 'assert self.max_lr > self.min_lr'],
    ['step', { min_lr: -1 }, 'assert self.min_lr >= 0'],
    ['step', { lr_decay: 1.1 }, 'assert self.lr_decay <= 1'],
    ['step', { lr_deacy_period: 0 }, 'assert self.lr_deacy_period > 0'],
    ['reduce_lr_on_plateau', { lr_shrink: 1 }, 'Factor should be < 1.0.'],
    ['reduce_lr_on_plateau', { lr: [0.1, 0.2] }, `schedule with reduce_lr_on_plateau. ${instead}`],
    ['fixed', { force_anneal: 1.5 }, 'force_anneal is 1.5'],
    ['manual', { epoch2lr: '{1: 0.1}' }, 'keys are texts'],
    ['manual', { update2lr: 'high' }, 'update2lr is "high"'],
  ])('%s %o', (type, conf, message) => {
    expect(errorsOf(`fairseq.${type}`, conf)).toContain(message);
  });

  test.each<[type: string, conf: Record<string, unknown>]>([
    ['cosine', { lr_period_updates: 20, t_mult: 0.5 }],
    ['cosine', { max_update: 39, lr_period_updates: 20, t_mult: 0.5 }],
    ['triangular', { max_lr: 0.1, lr: 0.01 }],
    ['step', { lr: [0.1, 0.2] }],
    // Adds up to 1 from Python 3.12 on, and to 0.9999999999999999 before.
    ['tri_stage', { phase_ratio: [0.3, 0.6, 0.1], max_update: 60 }],
    // The other way round.
    ['tri_stage', { phase_ratio: [0.1, 0.2, 0.7], max_update: 60 }],
  ])('%s %o is taken', (type, conf) => {
    expect(errorsOf(`fairseq.${type}`, conf)).toBe('');
  });
});

describe('a schedule with a memory', () => {
  const remembering = cases.filter(({ name }) => /plateau|polynomial/.test(name));
  test.each(remembering.map((one) => [one.name, one] as const))('%s resumed, and asked twice', (_, one) => {
    for (const at of [1, 10, 23, 50]) expectMemory(one, at);
  });
});

describe('optim_conf.lr', () => {
  test.each(fairseqSchedulers.map((entry) => [entry.type, entry] as const))(
    '%s has its own lr',
    (_, entry) => {
      const required = { max_lr: 1, total_num_update: 60 };
      const conf = (lr: unknown) => {
        const keys = Object.fromEntries(Object.entries(required).filter(([key]) => key in entry.conf.shape));
        return entry.conf.parse({ ...keys, ...(lr === undefined ? {} : { lr }) });
      };
      expect(entry.ignoresLr?.(conf(undefined))).toBeUndefined();
      expect(entry.ignoresLr?.(conf(0.1))).toMatch(/\.$/);
      expect(entry.ignoresLr?.(conf([0.1]))).toMatch(/\.$/);
    },
  );
});

describe('the logarithm that decides the period of a cosine', () => {
  // math.floor(math.log(x, base)) of Python 3.11 with glibc, where Math.log gives another one for half of them
  test.each([
    [243, 3, 4],
    [1.2 ** 4, 1.2, 4],
    [1 - (605 / 5) * (1 - 3), 3, 4],
    [1 - (182 / 50) * (1 - 1.2), 1.2, 2],
    [1 - (364 / 100) * (1 - 1.2), 1.2, 2],
    [8, 2, 3],
    [1, 1.5, 0],
    [1000, 10, 2],
    [1e300, 7, 354],
    [0.25, 0.5, 2],
  ])('floor(log(%d, %d)) = %d', (x, base, floor) => {
    expect(floorLog(x, base)).toBe(floor);
  });

  test.each([0.1, 0.7, 1 + 2 ** -52, 1.5, 2, 3, 1e-300, 12345.678, 1e300])('log(%d)', (x) => {
    expect(Math.abs(exactLog(x) - Math.log(x))).toBeLessThanOrEqual(Math.abs(Math.log(x)) * 2.3e-16);
  });

  test('no power of a period beyond the end of a shrinking cosine', () => {
    expect(floorLog(-1, 0.5)).toBeNaN();
  });
});

describe('the tables of manual', () => {
  test.each([
    ['{}', []],
    ["{'1': 0.5}", [[1, 1, 0.5]]],
    [
      `{ "2-4" : 1e-3 ,\n '7,9': '1_0.5', }`,
      [
        [2, 4, 1e-3],
        [7, 7, 10.5],
        [9, 9, 10.5],
      ],
    ],
    ["{'4-2': 1, '+3': .5}", [[3, 3, 0.5]]],
    ['{1: 0.5}', undefined],
    ["{'a': 0.5}", undefined],
    ["{'-3': 0.5}", undefined],
    ["{'1': x}", undefined],
    ["{'1' 2}", undefined],
    ["['1']", undefined],
    ["{'1': 2", undefined],
  ])('%s', (text, entries) => {
    expect(readManualTable(text)?.map(({ from, to, lr }) => [from, to, lr])).toEqual(entries);
  });

  test('a later entry wins, and a range of millions is no work', () => {
    const table = readManualTable("{'1-100000000': 1, '5': 2}") ?? [];
    expect([0, 1, 5, 6, 2e8].map((n) => manualLr(table, n))).toEqual([undefined, 1, 2, 1, 1]);
  });
});
