import type { Scheduler } from '../scheduler.js';
import { getLr } from './get-lr.js';

/** The schedule of nanoGPT. */
export const nanogptSchedulers: readonly Scheduler[] = [getLr];
