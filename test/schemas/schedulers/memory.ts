import { expect } from 'vitest';
import type { ScheduleCase } from '../../oracle-runner/schedules.js';
import { startSchedule } from './family-cases.js';

/**
 * Walks the steps of an oracle case: every real step is asked twice, and after step `at` a schedule started anew goes on
 * from the saved state, as a resumed run does. Expects the learning rates of a walk without all that, bit for bit.
 */
export function expectMemory(one: ScheduleCase, at: number): void {
  const type = one.name.split('/')[0] ?? '';
  const begin = () => startSchedule(type, one.conf, one.lr0);
  const { steps_per_epoch: perEpoch = 1 } = one;
  const stepAt = (index: number) => {
    const ended = Math.floor(index / perEpoch);
    const metrics = one.metrics?.slice(0, ended) ?? [];
    return { realStep: index + 1, epoch: ended + 1, currentLr: Number.NaN, metrics };
  };
  const plain = begin();
  const expected = one.lr.map((_, index) => plain.lr(stepAt(index)));
  let schedule = begin();
  const actual = one.lr.map((_, index) => {
    if (index === at) {
      const saved: unknown = JSON.parse(JSON.stringify(schedule.state?.() ?? null));
      schedule = begin();
      schedule.loadState?.(saved);
    }
    const first = schedule.lr(stepAt(index));
    expect(schedule.lr(stepAt(index)), `real step ${index + 1} asked again`).toBe(first);
    return first;
  });
  expect(actual).toEqual(expected);
}
