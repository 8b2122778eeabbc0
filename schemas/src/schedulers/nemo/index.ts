import type { Scheduler } from '../scheduler.js';

/** The schedules of nemo. */
export const nemoSchedulers: readonly Scheduler[] = [];
