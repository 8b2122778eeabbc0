import { describe, expect, test } from 'vitest';
import { torchSchedulers } from '../../../schemas/src/schedulers/torch/index.js';
import { runScheduleCase } from '../../oracle-runner/schedules.js';
import { familyCases } from './family-cases.js';

const cases = familyCases('torch', 'torch-family-schedules.json', 'torch-schedules.json');

describe('torch’s numbers', () => {
  test.each(cases.map((one) => [one.name, one.conf, one] as const))('%s %j', (_name, _conf, one) => {
    expect(runScheduleCase(one)).toMatchObject({ status: 'ok' });
  });

  test.each(torchSchedulers.map(({ type }) => type))('of %s are among them', (type) => {
    expect(cases.some(({ name }) => name.startsWith(`${type}/`))).toBe(true);
  });
});
