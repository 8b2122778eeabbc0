import type { Scheduler } from '../scheduler.js';

/** The schedules of torch. */
export const torchSchedulers: readonly Scheduler[] = [];
