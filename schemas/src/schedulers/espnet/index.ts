import type { Scheduler } from '../scheduler.js';
import { cosineAnnealingWarmupRestarts } from './cosine-annealing-warmup-restarts.js';
import { exponentialDecayWarmup } from './exponential-decay-warmup.js';
import { noamLr } from './noam-lr.js';
import { piecewiseLinearWarmupLr } from './piecewise-linear-warmup-lr.js';
import { tristageLr } from './tristage-lr.js';
import { warmupLr } from './warmup-lr.js';
import { warmupReduceLrOnPlateau } from './warmup-reduce-lr-on-plateau.js';
import { warmupStepLr } from './warmup-step-lr.js';

/** The schedules of espnet. */
export const espnetSchedulers: readonly Scheduler[] = [
  warmupLr,
  noamLr,
  warmupStepLr,
  warmupReduceLrOnPlateau,
  exponentialDecayWarmup,
  cosineAnnealingWarmupRestarts,
  tristageLr,
  piecewiseLinearWarmupLr,
];
