import type { Scheduler } from '../scheduler.js';
import { exponentialDecrease } from './exponential-decrease.js';

/** The schedule of WeSpeaker. */
export const wespeakerSchedulers: readonly Scheduler[] = [exponentialDecrease];
