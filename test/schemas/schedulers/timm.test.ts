import { expect, test } from 'vitest';
import { exactPower } from '../../../schemas/src/schedulers/exact-power.js';
import { floorDivide, floorLog, modulo } from '../../../schemas/src/schedulers/python-arithmetic.js';
import { timmSchedulers } from '../../../schemas/src/schedulers/timm/index.js';
import { torchGenerator } from '../../../schemas/src/schedulers/timm/torch-random.js';
import { runScheduleCase } from '../../oracle-runner/schedules.js';
import { errorsOf, familyCases, missingOf, startSchedule } from './family-cases.js';

const cases = familyCases('timm', 'timm-schedules.json', 'origin-schedules.json');

test.each(cases.map((one) => [one.name, one] as const))('%s has timm’s numbers', (_, one) => {
  expect(runScheduleCase(one)).toMatchObject({ status: 'ok' });
});

test.each(timmSchedulers.map(({ type }) => type))('%s has numbers of its origin', (type) => {
  expect(cases.some(({ name }) => name.startsWith(`${type}/`))).toBe(true);
});

test.each<[type: string, keys: string[]]>([
  ['CosineLRScheduler', ['t_initial']],
  ['StepLRScheduler', ['decay_t']],
  ['MultiStepLRScheduler', ['decay_t']],
  ['WSDLRScheduler', ['t_initial', 'decay_t']],
  ['PlateauLRScheduler', []],
])('%s lacks %o', (type, keys) => {
  expect(missingOf(`timm.${type}`, {}).map((message) => message.split(' ')[0])).toEqual(keys);
});

test.each<[type: string, conf: Record<string, unknown>, message: string]>([
  ['CosineLRScheduler', { t_initial: 0 }, 't_initial must be greater than 0, but is: 0.'],
  ['CosineLRScheduler', { t_initial: 9, lr_min: -1 }, 'lr_min must be at least 0, but is: -1.'],
  ['CosineLRScheduler', { t_initial: 9, cycle_mul: 0 }, 'math domain error'],
  ['CosineLRScheduler', { t_initial: 9, k_decay: -1 }, 'ZeroDivisionError'],
  ['CosineLRScheduler', { t_initial: 9, noise_range_t: 3, noise_pct: 0 }, 'it never is'],
  ['CosineLRScheduler', { t_initial: 9, noise_range_t: 3, noise_pct: 1e-6 }, 'ten thousand draws'],
  ['CosineLRScheduler', { t_initial: 9, noise_range_t: [3] }, 'noise_range_t is [3]'],
  ['CosineLRScheduler', { t_initial: 9, noise_seed: 0.5 }, 'noise_seed is 0.5'],
  ['TanhLRScheduler', { t_initial: 9, lb: 3 }, 'unless lb < ub'],
  ['TanhLRScheduler', { t_initial: 9, cycle_limit: -1 }, 'cycle_limit must be at least 0'],
  ['TanhLRScheduler', { t_initial: 9, warmup_lr_init: -1 }, 'warmup_lr_init must be at least 0'],
  ['StepLRScheduler', { decay_t: 0 }, 'ZeroDivisionError'],
  ['MultiStepLRScheduler', { decay_t: 5 }, 'decay_t is 5, but must be a list of numbers'],
  ['PlateauLRScheduler', { decay_rate: 1 }, 'Factor should be < 1.0.'],
  ['PlateauLRScheduler', { t_in_epochs: false }, 't_in_epochs'],
  ['PlateauLRScheduler', { noise_type: 'pink' }, 'noise_type is "pink"'],
  ['WSDLRScheduler', { t_initial: 9, decay_t: 10 }, 'Invalid decay_t (10), must be in (0, t_initial]'],
  ['WSDLRScheduler', { t_initial: 9, decay_t: 0 }, 'decay_t must be greater than 0'],
  [
    'WSDLRScheduler',
    { t_initial: 9, decay_t: 5, stable_fn: 'rsqrt' },
    'requires a positive stable_timescale',
  ],
  ['WSDLRScheduler', { t_initial: 9, decay_t: 5, decay_ratio: 1 }, 'decay_ratio must be less than 1'],
])('%s %o is refused', (type, conf, message) => {
  expect(errorsOf(`timm.${type}`, conf)).toContain(message);
});

const examples = timmSchedulers.map(({ type, example }) => [type, { ...example.conf }] as const);

test.each(examples)('%s takes initialize: true, its default', (type, conf) => {
  expect(errorsOf(type, { ...conf, initialize: true })).toBe('');
  expect(errorsOf(type, { ...conf, initialize: false })).toContain('initial_lr missing from param_groups[0]');
});

test('noise without limit is right where no normal noise is drawn', () => {
  expect(errorsOf('timm.CosineLRScheduler', { t_initial: 9, noise_pct: 0 })).toBe('');
  expect(errorsOf('timm.PlateauLRScheduler', { noise_range_t: 1, noise_pct: 0, noise_type: 'uniform' })).toBe(
    '',
  );
});

test('ever shorter cycles are over at their common end', () => {
  const schedule = startSchedule('timm.CosineLRScheduler', {
    t_initial: 10,
    cycle_mul: 0.5,
    cycle_limit: 1000,
    lr_min: 0.002,
    t_in_epochs: false,
  });
  const at = (t: number) => schedule.lr({ realStep: t + 1, epoch: 1, currentLr: 0 });
  expect(at(10)).toBeCloseTo(0.1, 12);
  expect([20, 21, 1000].map(at)).toEqual([0.002, 0.002, 0.002]);
});

const plateau = cases.filter(({ metrics }) => metrics);

test.each(plateau.map((one) => [one.name, one] as const))('%s goes on from its state', (_, one) => {
  const { steps_per_epoch: perEpoch = 1, metrics = [] } = one;
  const start = () => startSchedule('timm.PlateauLRScheduler', one.conf, one.lr0);
  const ask = (schedule: ReturnType<typeof start>, index: number) => {
    const done = Math.floor(index / perEpoch);
    return schedule.lr({
      realStep: index + 1,
      epoch: done + 1,
      currentLr: 0,
      metrics: metrics.slice(0, done),
    });
  };
  for (const middle of [1, 13, 40]) {
    const first = start();
    // Only every third step is asked for, and each twice.
    for (let index = 0; index <= middle; index += 3) expect(ask(first, index)).toBe(ask(first, index));
    const second = start();
    second.loadState?.(JSON.parse(JSON.stringify(first.state?.())));
    const rest = Array.from({ length: one.lr.length - middle - 1 }, (_, n) => middle + 1 + n);
    expect(rest.map((index) => ask(second, index))).toEqual(rest.map((index) => ask(first, index)));
    expect(ask(second, one.lr.length - 1)).toBeCloseTo(one.lr.at(-1) ?? Number.NaN, 12);
  }
});

// torch.Generator().manual_seed(seed), then torch.randn(1) five times, or torch.rand(1) three times; torch 2.15, CPU.
test.each([
  {
    seed: 42,
    randn: [
      0.33669036626815796, 0.12880940735340118, 0.23446236550807953, 0.23033303022384644, -1.1228563785552979,
    ],
    rand: [0.8822692632675171, 0.9150039553642273, 0.38286375999450684],
  },
  {
    seed: -5,
    randn: [
      -1.8266246318817139, 0.6379720568656921, -1.7862693071365356, 1.1472562551498413, 0.2224971354007721,
    ],
    rand: [0.9308151006698608, 0.6607242226600647, 0.9807688593864441],
  },
  {
    seed: 2 ** 32 + 5,
    randn: [
      -0.4867807626724243, -0.6038215756416321, -0.5580962300300598, 0.6675242781639099, -0.19741509854793549,
    ],
    rand: [0.8302518725395203, 0.12611091136932373, 0.9074696898460388],
  },
])('torch’s random numbers of seed $seed', ({ seed, randn, rand }) => {
  const normal = torchGenerator(seed);
  expect(randn.map(() => normal.randn())).toEqual(randn);
  const uniform = torchGenerator(seed);
  expect(rand.map(() => uniform.rand())).toEqual(rand);
});

test('numbers are divided, raised and logarithms taken as in Python', () => {
  expect([floorDivide(1, 0.1), floorDivide(-7, 2), floorDivide(7, -2), floorDivide(6, 2)]).toEqual([
    9, -4, -4, 3,
  ]);
  expect([modulo(-0.25, 1), modulo(2.5, 1), modulo(-2, 1)]).toEqual([0.75, 0.5, -0]);
  // math.floor(math.log(243, 3)) is 4 in Python, math.floor(math.log(1 - 60 / 25 * (1 - 1.4), 1.4)) is 1.
  expect([floorLog(243, 3), floorLog(8, 2), floorLog(1 - (60 / 25) * (1 - 1.4), 1.4)]).toEqual([4, 3, 1]);
  expect([exactPower(1.4, 4), exactPower(-0.5, 3), exactPower(0, 0), exactPower(10, 20)]).toEqual([
    3.8415999999999992, -0.125, 1, 1e20,
  ]);
});
