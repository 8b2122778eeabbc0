import type { Scheduler } from '../scheduler.js';

/** The schedules of transformers. */
export const transformersSchedulers: readonly Scheduler[] = [];
