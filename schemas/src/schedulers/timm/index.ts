import type { Scheduler } from '../scheduler.js';

/** The schedules of timm. */
export const timmSchedulers: readonly Scheduler[] = [];
