import type { Scheduler } from '../scheduler.js';
import { warmupCosineLr } from './warmup-cosine-lr.js';
import { warmupDecayLr } from './warmup-decay-lr.js';
import { warmupLr } from './warmup-lr.js';

/** The schedules of DeepSpeed. */
export const deepspeedSchedulers: readonly Scheduler[] = [warmupLr, warmupDecayLr, warmupCosineLr];
