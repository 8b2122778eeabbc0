import { expect, test } from 'vitest';
import { runScheduleCase } from '../../oracle-runner/schedules.js';
import { errorsOf, familyCases, missingOf, startSchedule } from './family-cases.js';

const cases = familyCases('icefall', 'icefall-schedules.json', 'origin-schedules.json');

test.each(cases.map((one) => [one.name, one] as const))('%s has icefall’s numbers', (_, one) => {
  expect(runScheduleCase(one)).toMatchObject({ status: 'ok' });
});

test('without steps_per_epoch the epochs of the training count, from 0', () => {
  const conf = { lr_batches: 50, lr_epochs: 2 };
  const counted = startSchedule('icefall.Eden', { ...conf, steps_per_epoch: 10 });
  const own = startSchedule('icefall.Eden', conf);
  for (const realStep of [1, 10, 11, 35]) {
    const epoch = Math.floor((realStep - 1) / 10) + 1;
    const expected = counted.lr({ realStep, epoch: 1, currentLr: 0.1 });
    expect(own.lr({ realStep, epoch, currentLr: 0.1 })).toBe(expected);
  }
});

test.each<[type: string, conf: Record<string, unknown>, message: string]>([
  ['Eden', { lr_batches: 0, lr_epochs: 2 }, 'lr_batches must be greater than 0, but is: 0.'],
  ['Eden', { lr_batches: 50, lr_epochs: 0 }, 'lr_epochs must be greater than 0, but is: 0.'],
  [
    'Eden',
    { lr_batches: 50, lr_epochs: 2, warmup_start: 1.5 },
    'warmup_start must be at most 1, but is: 1.5',
  ],
  ['Eden', { lr_batches: 50, lr_epochs: 2, warmup_start: -0.5 }, 'AssertionError'],
  ['Eden', { lr_batches: 50, lr_epochs: 2, steps_per_epoch: 0 }, 'steps_per_epoch must be at least 1'],
  ['Eden2', { lr_batches: 50, lr_epochs: 2 }, 'lr_epochs'],
  ['Eden2', { lr_batches: 'many' }, 'lr_batches'],
])('%s %o is refused', (type, conf, message) => {
  expect(errorsOf(`icefall.${type}`, conf)).toContain(message);
});

test('keys without a default', () => {
  expect(missingOf('icefall.Eden', {})).toHaveLength(2);
  expect(missingOf('icefall.Eden2', {})).toHaveLength(1);
});
