import type { Scheduler } from '../scheduler.js';
import { chainedScheduler } from './chained-scheduler.js';
import { constantLr } from './constant-lr.js';
import { cosineAnnealingLr } from './cosine-annealing-lr.js';
import { cosineAnnealingWarmRestarts } from './cosine-annealing-warm-restarts.js';
import { cyclicLr } from './cyclic-lr.js';
import { exponentialLr } from './exponential-lr.js';
import { lambdaLr } from './lambda-lr.js';
import { linearLr } from './linear-lr.js';
import { multiStepLr } from './multi-step-lr.js';
import { multiplicativeLr } from './multiplicative-lr.js';
import { oneCycleLr } from './one-cycle-lr.js';
import { polynomialLr } from './polynomial-lr.js';
import { reduceLrOnPlateau } from './reduce-lr-on-plateau.js';
import { sequentialLr } from './sequential-lr.js';
import { stepLr } from './step-lr.js';

/** The schedules of torch. */
export const torchSchedulers: readonly Scheduler[] = [
  stepLr,
  multiStepLr,
  constantLr,
  linearLr,
  exponentialLr,
  polynomialLr,
  cosineAnnealingLr,
  cosineAnnealingWarmRestarts,
  cyclicLr,
  oneCycleLr,
  reduceLrOnPlateau,
  lambdaLr,
  multiplicativeLr,
  sequentialLr,
  chainedScheduler,
];
