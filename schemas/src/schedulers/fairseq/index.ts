import type { Scheduler } from '../scheduler.js';

/** The schedules of fairseq. */
export const fairseqSchedulers: readonly Scheduler[] = [];
