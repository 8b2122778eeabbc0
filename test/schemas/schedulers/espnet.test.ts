import { describe, expect, test } from 'vitest';
import { espnetSchedulers } from '../../../schemas/src/schedulers/espnet/index.js';
import { line } from '../../oracle-runner/result.js';
import { runScheduleCase } from '../../oracle-runner/schedules.js';
import { errorsOf, familyCases, missingOf, startSchedule } from './family-cases.js';
import { expectMemory } from './memory.js';

const cases = familyCases('espnet', 'espnet-schedules.json', 'origin-schedules.json');

test.each(cases.map((one) => [one.name, one] as const))('%s has ESPnet’s numbers', (_, one) => {
  const result = runScheduleCase(one);
  expect(result.status, line(result)).toBe('ok');
});

test.each(espnetSchedulers.map(({ type }) => type))('%s has numbers of its origin', (type) => {
  expect(cases.some(({ name }) => name.startsWith(`${type}/`))).toBe(true);
});

test.each<[type: string, keys: string[]]>([
  ['CosineAnnealingWarmupRestarts', ['first_cycle_steps']],
  ['ExponentialDecayWarmup', ['max_lr', 'min_lr', 'total_steps']],
  ['WarmupLR', []],
])('%s lacks %o', (type, keys) => {
  expect(missingOf(`espnet.${type}`, {}).map((message) => message.split(' ')[0])).toEqual(keys);
});

describe('what ESPnet refuses', () => {
  const decay = { max_lr: 0.1, min_lr: 0.01, total_steps: 9 };
  test.each<[type: string, conf: Record<string, unknown>, message: string]>([
    ['WarmupLR', { warmup_steps: 0 }, 'warmup_steps must be greater than 0'],
    ['WarmupLR', { warmup_steps: -5 }, 'TypeError'],
    ['WarmupLR', { last_epoch: 10 }, 'is not specified in param_groups[0]'],
    ['NoamLR', { model_size: 0 }, 'model_size must be greater than 0'],
    ['NoamLR', { warmup_steps: 0 }, 'ZeroDivisionError'],
    ['WarmupStepLR', { warmup_steps: 0 }, 'ZeroDivisionError'],
    ['WarmupStepLR', { steps_per_epoch: 0 }, 'steps_per_epoch must be at least 1'],
    ['WarmupStepLR', { steps_per_epoch: 2.5 }, 'steps_per_epoch is 2.5'],
    ['WarmupStepLR', { step_size: 0 }, 'step_size must be at least 1'],
    ['WarmupReduceLROnPlateau', { warmup_steps: 0 }, 'ZeroDivisionError'],
    ['WarmupReduceLROnPlateau', { factor: 1 }, 'Factor should be < 1.0.'],
    ['WarmupReduceLROnPlateau', { mode: 'lowest' }, 'mode is "lowest"'],
    ['WarmupReduceLROnPlateau', { threshold_mode: 'x' }, 'threshold_mode is "x"'],
    ['WarmupReduceLROnPlateau', { min_lr: [0, 0] }, 'expected 1 value, got 2'],
    ['ExponentialDecayWarmup', { ...decay, warmup_steps: 9 }, 'assert warmup_steps < total_steps'],
    ['ExponentialDecayWarmup', { ...decay, min_lr: 0 }, 'min_lr must be greater than 0'],
    ['ExponentialDecayWarmup', { ...decay, max_lr: 0 }, 'max_lr must be greater than 0'],
    [
      'CosineAnnealingWarmupRestarts',
      { first_cycle_steps: 5, warmup_steps: 5 },
      'assert warmup_steps < first_cycle_steps',
    ],
    [
      'CosineAnnealingWarmupRestarts',
      { first_cycle_steps: 5, cycle_mult: -1 },
      'cycle_mult must be at least 0',
    ],
    ['TristageLR', { decay_ratio: 0.4 }, 'The sum of warmup_ratio, hold_ratio, and decay_ratio must be 1.0.'],
    ['TristageLR', { init_lr_scale: 0 }, 'init_lr_scale must be in (0, 1]'],
    ['TristageLR', { final_lr_scale: 1.5 }, 'final_lr_scale must be in (0, 1]'],
    ['PiecewiseLinearWarmupLR', { warmup_lr_list: [0.1] }, 'fp and xp are not of the same length'],
    ['PiecewiseLinearWarmupLR', { warmup_steps_list: [], warmup_lr_list: [] }, 'IndexError'],
    ['PiecewiseLinearWarmupLR', { warmup_steps_list: [0, -1] }, 'square root'],
    ['PiecewiseLinearWarmupLR', { warmup_steps_list: [9, 1] }, 'not in rising order'],
  ])('%s %o', (type, conf, message) => {
    expect(errorsOf(`espnet.${type}`, conf)).toContain(message);
  });
});

describe('a warm-up with a plateau remembers', () => {
  const plateaus = cases.filter(({ name, metrics }) => name.includes('Plateau') && metrics);
  test.each(plateaus.map((one) => [one.name, one] as const))('%s resumed, and asked twice', (_, one) => {
    for (const at of [1, 6, 23, 50]) expectMemory(one, at);
  });

  test('skipped real steps lose neither the end of the warm-up nor a metric', () => {
    const conf = { warmup_steps: 5, patience: 0, factor: 0.5 };
    const schedule = startSchedule('espnet.WarmupReduceLROnPlateau', conf, 1);
    const at = (realStep: number, metrics: number[]) =>
      schedule.lr({ realStep, epoch: 1, currentLr: 1, metrics });
    expect(at(3, [])).toBeCloseTo(0.4);
    expect(at(9, [])).toBe(1);
    expect(at(12, [7, 7, 7])).toBe(0.25);
  });
});

describe('long cosine restarts', () => {
  const lrAt = (conf: Record<string, unknown>, realStep: number) =>
    startSchedule('espnet.CosineAnnealingWarmupRestarts', conf).lr({ realStep, epoch: 1, currentLr: 0.1 });

  test.each<[name: string, conf: Record<string, number>, period: number, before: number]>([
    ['cycles of one length', { first_cycle_steps: 7, warmup_steps: 2 }, 7, 0],
    // Cycles of 7, (7 - 3) * 0.5 + 3 = 5 and (5 - 3) * 0.5 + 3 = 4 steps, then always int(0.5) + 3 = 3.
    ['cycles that shrink', { first_cycle_steps: 7, warmup_steps: 3, cycle_mult: 0.5 }, 3, 7 + 5 + 4],
  ])('%s repeat after ten million steps', (_, conf, period, before) => {
    for (let realStep = 10_000_019; realStep < 10_000_019 + 2 * period; realStep++) {
      const near = 1 + before + period + ((realStep - 1 - before) % period);
      expect(lrAt(conf, realStep)).toBe(lrAt(conf, near));
    }
  });

  test('cycles that shrink to nothing end', () => {
    const entry = espnetSchedulers.find(({ type }) => type.endsWith('Restarts'));
    const conf = entry?.conf.parse({ first_cycle_steps: 20, cycle_mult: 0.5 }) ?? {};
    expect(entry?.end?.(conf)).toEqual({ key: 'cycle_mult', at: 20 + 10 + 5 + 2 + 1, unit: 'real steps' });
    expect(lrAt({ first_cycle_steps: 20, cycle_mult: 0.5 }, 10_000_000)).toBeNaN();
  });
});
