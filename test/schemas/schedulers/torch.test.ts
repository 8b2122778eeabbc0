import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { exactCos } from '../../../schemas/src/schedulers/exact-cos.js';
import { isStateless } from '../../../schemas/src/schedulers/scheduler.js';
import { startComposed } from '../../../schemas/src/schedulers/torch/composed.js';
import { torchSchedulers } from '../../../schemas/src/schedulers/torch/index.js';
import { startsOf } from '../../../schemas/src/schedulers/torch/inner.js';
import type { InnerConf } from '../../../schemas/src/schedulers/torch/inner-conf.js';
import { startInTurn, startTogether } from '../../../schemas/src/schedulers/torch/running.js';
import { relativeError } from '../../oracle-runner/result.js';
import type { ScheduleCase } from '../../oracle-runner/schedules.js';
import { runScheduleCase } from '../../oracle-runner/schedules.js';
import { familyCases, startSchedule } from './family-cases.js';

const cases = familyCases('torch', 'torch-family-schedules.json', 'torch-schedules.json');
const at = (t: number) => ({ realStep: t + 1, epoch: 1, currentLr: 0.1 });

describe('torch’s numbers', () => {
  test.each(cases.map((one) => [one.name, one.conf, one] as const))('%s %j', (_name, _conf, one) => {
    expect(runScheduleCase(one)).toMatchObject({ status: 'ok' });
  });

  test.each(torchSchedulers.map(({ type }) => type))('of %s are among them', (type) => {
    expect(cases.some(({ name }) => name.startsWith(`${type}/`))).toBe(true);
  });

  test('of the momentum are among them', () => {
    const moved = cases.filter(({ momentum }) => momentum && new Set(momentum).size > 3);
    expect(new Set(moved.map(({ name }) => name.split('/')[0])).size).toBe(4);
  });
});

interface Far extends ScheduleCase {
  t: number[];
}
const { long }: { long: Far[] } = JSON.parse(
  readFileSync(new URL('../../oracle/torch-family-schedules.json', import.meta.url), 'utf8'),
);

describe('torch’s numbers after many steps', () => {
  test.each(long.map((one) => [one.name, one.conf, one] as const))('%s %j', (type, conf, { lr0, t, lr }) => {
    const schedule = startSchedule(type, conf, lr0);
    const worst = (order: readonly number[]) =>
      Math.max(...order.map((k) => relativeError(schedule.lr(at(t[k] ?? 0)), lr[k] ?? 0)));
    const order = t.map((_, k) => k);
    expect(worst(order)).toBeLessThan(1e-12);
    expect(worst(order.reverse())).toBeLessThan(1e-12);
  });
});

describe('torch’s steps followed one by one give torch’s numbers, where a formula is used otherwise', () => {
  const composed = cases.filter(({ conf, steps_per_epoch }) => conf.schedulers && !steps_per_epoch);
  test.each(composed.map((one) => [one.name, one] as const))('%s', (name, { conf, lr0, lr }) => {
    const entry = torchSchedulers.find(({ type }) => name.startsWith(`${type}/`));
    const read = entry?.conf.parse(conf) as { schedulers: InnerConf[]; milestones?: number[] };
    const starts = startsOf(read.schedulers);
    const { milestones } = read;
    const start = milestones ? startInTurn(starts, milestones) : startTogether(starts);
    const schedule = startComposed({ interval: 'step' }, start, lr0, undefined);
    lr.forEach((value, t) => {
      expect(relativeError(schedule.lr(at(t)), value)).toBeLessThan(1e-12);
    });
  });
});

describe('asked in another order, twice, or resumed', () => {
  const numbers = cases.filter(({ metrics, steps_per_epoch }) => !metrics && !steps_per_epoch);

  test.each(numbers.map((one) => [one.name, one] as const))('%s', (name, { conf, lr0, lr }) => {
    const [type = ''] = name.split('/');
    const ask = (schedule: { lr: (step: ReturnType<typeof at>) => number }, t: number) =>
      schedule.lr({ ...at(t), epoch: t + 1 });
    const one = startSchedule(type, conf, lr0);
    const straight = lr.map((_, t) => ask(one, t));
    const twice = startSchedule(type, conf, lr0);
    expect(lr.map((_, t) => [ask(twice, t), ask(twice, t)])).toEqual(straight.map((value) => [value, value]));

    const middle = Math.floor(lr.length / 2);
    const before = startSchedule(type, conf, lr0);
    for (let t = 0; t < middle; t++) ask(before, t);
    const after = startSchedule(type, conf, lr0);
    if (before.state) after.loadState?.(JSON.parse(JSON.stringify(before.state())));
    expect(lr.slice(middle).map((_, k) => ask(after, middle + k))).toEqual(straight.slice(middle));

    const entry = torchSchedulers.find((scheduler) => scheduler.type === type);
    if (!entry || !isStateless(entry, entry.conf.parse(conf))) return;
    const jumping = startSchedule(type, conf, lr0);
    expect(lr.map((_, t) => ask(jumping, lr.length - 1 - t)).reverse()).toEqual(straight);
  });

  test.each(cases.filter(({ metrics }) => metrics).map((one) => [one.name, one] as const))(
    '%s goes on with its metrics',
    (_name, { conf, lr0, lr, metrics = [], steps_per_epoch: perEpoch = 1 }) => {
      const ask = (schedule: ReturnType<typeof startSchedule>, t: number) =>
        schedule.lr({ ...at(t), metrics: metrics.slice(0, Math.floor(t / perEpoch)) });
      const middle = Math.floor(lr.length / 2);
      const before = startSchedule('torch.ReduceLROnPlateau', conf, lr0);
      const first = lr.slice(0, middle).flatMap((_, t) => [ask(before, t), ask(before, t)]);
      expect(first).toEqual(lr.slice(0, middle).flatMap((value) => [value, value]));
      const after = startSchedule('torch.ReduceLROnPlateau', conf, lr0);
      after.loadState?.(JSON.parse(JSON.stringify(before.state?.())));
      expect(lr.slice(middle).map((_, k) => ask(after, middle + k))).toEqual(lr.slice(middle));
    },
  );
});

// Computed with 80 digits and rounded; Math.cos is off by the last digit at some of them.
test.each([
  [0, 1],
  [1e-9, 1],
  [39.94310659564166, -0.623489801858735],
  [51.163080358462345, 0.623489801858735],
  [65.07584782436, -0.6234898018587288],
  [-64.17824992333435, 0.22252093395631337],
  [Math.PI, -1],
  [Math.PI / 2, 6.123233995736766e-17],
  [Number.POSITIVE_INFINITY, Number.NaN],
])('the cosine of %f is rounded correctly', (x, cosine) => {
  expect(exactCos(x)).toBe(cosine);
});
