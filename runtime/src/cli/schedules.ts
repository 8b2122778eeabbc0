import { scheduleFamilies } from '@optim-sches/schemas';
import { exitCode } from './cli-error.js';
import { findFamily, findSchedule } from './find-schedule.js';
import type { Io } from './io.js';
import { schedulePage } from './schedule-page.js';
import { listJson, pageJson } from './schedules-json.js';
import { schedulesList } from './schedules-list.js';

/** The options of `schedules` as the command line gives them. */
export interface SchedulesCommandOptions {
  readonly family?: string;
  readonly json?: boolean;
}

/** Lists the schedules, of one toolkit or of all, or shows one. Throws with the nearest name for an unknown one. */
export function schedules(type: string | undefined, options: SchedulesCommandOptions, io: Io): number {
  const family = options.family === undefined ? undefined : findFamily(options.family);
  const one = type === undefined ? undefined : findSchedule(type, family);
  const families = family ? [family] : scheduleFamilies;
  if (options.json === true) {
    const told = one ? pageJson(one) : listJson(families);
    io.stdout.write(`${JSON.stringify(told, null, 2)}\n`);
  } else io.stdout.write(one ? schedulePage(one, io.stdout) : schedulesList(families, io.stdout));
  return exitCode.ok;
}
