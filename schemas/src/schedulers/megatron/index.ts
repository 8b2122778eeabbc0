import type { Scheduler } from '../scheduler.js';
import { optimizerParamScheduler } from './optimizer-param-scheduler.js';

/** The schedule of Megatron-LM. */
export const megatronSchedulers: readonly Scheduler[] = [optimizerParamScheduler];
