import type { Scheduler } from '../scheduler.js';
import { noamHoldAnnealing } from './noam-hold-annealing.js';
import { warmupLr } from './warmup-lr.js';

/** The schedules of WeNet. */
export const wenetSchedulers: readonly Scheduler[] = [warmupLr, noamHoldAnnealing];
