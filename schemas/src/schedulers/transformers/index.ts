import type { Scheduler } from '../scheduler.js';
import { constant } from './constant.js';
import { constantWithWarmup } from './constant-with-warmup.js';
import { cosine } from './cosine.js';
import { cosineWarmupWithMinLr } from './cosine-warmup-with-min-lr.js';
import { cosineWithMinLr } from './cosine-with-min-lr.js';
import { cosineWithRestarts } from './cosine-with-restarts.js';
import { greedy } from './greedy.js';
import { inverseSqrt } from './inverse-sqrt.js';
import { linear } from './linear.js';
import { polynomial } from './polynomial.js';
import { reduceLrOnPlateau } from './reduce-lr-on-plateau.js';
import { warmupStableDecay } from './warmup-stable-decay.js';

/** The schedules of transformers, as its SchedulerType lists them. */
export const transformersSchedulers: readonly Scheduler[] = [
  linear,
  cosine,
  cosineWithRestarts,
  cosineWithMinLr,
  cosineWarmupWithMinLr,
  polynomial,
  constant,
  constantWithWarmup,
  inverseSqrt,
  warmupStableDecay,
  reduceLrOnPlateau,
  greedy,
];
