import { describe, expect, test } from 'vitest';
import { speechbrainSchedulers } from '../../../schemas/src/schedulers/speechbrain/index.js';
import { runScheduleCase } from '../../oracle-runner/schedules.js';
import { errorsOf, familyCases, missingOf, startSchedule } from './family-cases.js';

const cases = familyCases('speechbrain', 'speechbrain-schedules.json');

test.each(cases.map((one) => [one.name, one] as const))('%s has SpeechBrain’s numbers', (_, one) => {
  expect(runScheduleCase(one)).toMatchObject({ status: 'ok' });
});

test.each(speechbrainSchedulers.map(({ type }) => type))('%s has numbers of its origin', (type) => {
  expect(cases.some(({ name }) => name.startsWith(`${type}/`))).toBe(true);
});

test('the line in float64 is SpeechBrain’s float32 line to 7 digits', () => {
  const line = startSchedule('speechbrain.LinearScheduler', { final_value: 0.001, epoch_count: 11 }, 0.1);
  // torch.linspace(0.1, 0.001, 11)[3]; the last digits depend on the CPU.
  expect(line.lr({ realStep: 4, epoch: 4, currentLr: 0.1 })).toBeCloseTo(0.07029999792575836, 7);
});

test.each<[type: string, conf: Record<string, unknown>, message: string]>([
  ['NoamScheduler', { n_warmup_steps: 0 }, 'ZeroDivisionError'],
  ['NoamScheduler', { n_warmup_steps: 9, model_size: 0 }, 'model_size must be greater than 0'],
  ['NoamIntervalScheduler', { n_warmup_steps: 9, anneal_steps: [1, 2], anneal_rates: [1] }, 'IndexError'],
  ['LinearNoamScheduler', { n_warmup_steps: 0, n_keep_steps: 5 }, 'ZeroDivisionError'],
  ['CyclicCosineScheduler', { n_warmup_steps: 9, total_steps: 0 }, 'ZeroDivisionError'],
  ['CyclicLRScheduler', { mode: 'square' }, 'must be one of triangular, triangular2, exp_range'],
  ['CyclicLRScheduler', { step_size: 0 }, 'ZeroDivisionError'],
  ['IntervalScheduler', { intervals: [{ steps: 'x', lr: 1 }] }, 'steps is "x"'],
  ['WarmCoolDecayLRSchedule', { warmup: 1, cooldown: 0, total_steps: 9 }, 'ZeroDivisionError'],
  [
    'WarmCoolDecayLRSchedule',
    { warmup: 1, cooldown: 1, total_steps: 9, decay_factor: 0 },
    'math domain error',
  ],
  ['WarmAndExpDecayLRSchedule', { n_warmup_steps: 9, total_steps: 9 }, 'ZeroDivisionError'],
  ['WarmAndExpDecayLRSchedule', { n_warmup_steps: 3, total_steps: 9, decay_factor: -1 }, 'TypeError'],
  ['TriStageLRSchedule', { warmup_steps: 0, hold_steps: 1, decay_steps: 1, total_steps: 2 }, 'ZeroDivision'],
  ['StepScheduler', { half_life: 2, decay_drop: 3 }, 'half_life cannot be used together with'],
  ['LinearScheduler', { final_value: 0, epoch_count: 0 }, 'IndexError'],
  ['NewBobScheduler', { patience: 3 }, 'patience'],
])('%s %o is refused', (type, conf, message) => {
  expect(errorsOf(`speechbrain.${type}`, conf)).toContain(message);
});

test('keys without a default', () => {
  const keys = missingOf('speechbrain.TriStageLRSchedule', {}).map((message) => message.split(' ')[0]);
  expect(keys).toEqual(['warmup_steps', 'hold_steps', 'decay_steps', 'total_steps']);
});

describe('a schedule with a memory', () => {
  const loss = [3, 2, 2.5, 2.4, 2.4, 0, 1, 1, 1, 0.9, 1, 1];
  test.each<[type: string, conf: Record<string, unknown>]>([
    ['NewBobScheduler', { patient: 1 }],
    ['NewBobScheduler', { improvement_threshold: 0.3, initial_value: 0.4 }],
    ['ReduceLROnPlateau', { dont_halve_until_epoch: 0, patience: 1 }],
    ['CyclicCosineScheduler', { n_warmup_steps: 3, total_steps: 20 }],
  ])('%s %o: saved in the middle it goes on alike, and asked twice it answers alike', (type, conf) => {
    const at = (n: number) => ({
      realStep: n + 1,
      epoch: n + 1,
      currentLr: 0.1,
      metrics: loss.slice(0, n),
    });
    const walk = (schedule: ReturnType<typeof startSchedule>, from: number) =>
      loss.slice(from).map((_, i) => {
        schedule.lr(at(from + i));
        return schedule.lr(at(from + i));
      });
    const whole = walk(startSchedule(`speechbrain.${type}`, conf), 0);
    expect(new Set(whole).size).toBeGreaterThan(2);
    for (const middle of [1, 4, 7]) {
      const first = startSchedule(`speechbrain.${type}`, conf);
      for (let n = 0; n < middle; n++) first.lr(at(n));
      const saved: unknown = JSON.parse(JSON.stringify(first.state?.()));
      const second = startSchedule(`speechbrain.${type}`, conf);
      second.loadState?.(saved);
      expect(walk(second, middle)).toEqual(whole.slice(middle));
    }
    const skipping = startSchedule(`speechbrain.${type}`, conf);
    expect(skipping.lr(at(9))).toBe(whole[9]);
  });

  test('a metric that JSON cannot say is kept', () => {
    const first = startSchedule('speechbrain.NewBobScheduler', {});
    first.lr({ realStep: 2, epoch: 2, currentLr: 0.1, metrics: [Number.POSITIVE_INFINITY] });
    const second = startSchedule('speechbrain.NewBobScheduler', {});
    second.loadState?.(JSON.parse(JSON.stringify(first.state?.())));
    expect(second.state?.()).toEqual(first.state?.());
  });

  test.each(['NewBobScheduler', 'ReduceLROnPlateau'])('%s counts its own `better` as better', (type) => {
    for (const threshold of [0, 0.0025, 0.4, 1]) {
      const own = type === 'NewBobScheduler' ? { improvement_threshold: threshold } : {};
      const conf = {
        ...own,
        ...(type === 'NewBobScheduler' ? {} : { dont_halve_until_epoch: 0, patience: 0 }),
      };
      const entry = speechbrainSchedulers.find((one) => one.type === `speechbrain.${type}`);
      const metric = entry?.metric?.(entry.conf.parse(conf));
      const values = [2];
      for (let i = 0; i < 5 && (values.at(-1) ?? 0) > 0; i++)
        values.push(metric?.better(values.at(-1) ?? 0) ?? Number.NaN);
      expect(values.length).toBeGreaterThan(1);
      const schedule = startSchedule(`speechbrain.${type}`, conf);
      expect(schedule.lr({ realStep: 9, epoch: 9, currentLr: 0.1, metrics: values })).toBe(0.1);
    }
  });
});
