import { findScheduler, startLrRun } from '@optim-sches/schemas';
import type { CaseResult } from './result.js';
import { failed, numbers, skipped } from './result.js';

export interface ScheduleCase {
  name: string;
  conf: Record<string, unknown>;
  lr0: number;
  lr: number[];
}

/** A schedule of another program, update by update; its type is the case's name before the slash. */
export function runScheduleCase(one: ScheduleCase): CaseResult {
  const type = one.name.split('/')[0] ?? '';
  const scheduler = findScheduler(type);
  if (!scheduler) return skipped(one.name, `${type}: a later issue`);
  const parsed = scheduler.conf.safeParse(one.conf);
  if (!parsed.success) return failed(one.name, parsed.error.message);
  const schedule = scheduler.start(parsed.data, { lr: one.lr0 });
  const run = startLrRun({ schedule, lr: one.lr0, stepPerUpdate: 1, accumGrad: 1, ftFactor: 1 });
  return numbers(
    one.name,
    one.lr.map((_, index) => run.step(index + 1, 1)),
    one.lr,
    1e-12,
  );
}
