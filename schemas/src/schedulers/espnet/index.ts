import type { Scheduler } from '../scheduler.js';

/** The schedules of espnet. */
export const espnetSchedulers: readonly Scheduler[] = [];
