import type { Scheduler } from '../scheduler.js';

/** The schedules of icefall. */
export const icefallSchedulers: readonly Scheduler[] = [];
