import type { Scheduler } from '../scheduler.js';
import { cyclicCosineScheduler } from './cyclic-cosine-scheduler.js';
import { cyclicLrScheduler } from './cyclic-lr-scheduler.js';
import { intervalScheduler } from './interval-scheduler.js';
import { inverseSquareRootScheduler } from './inverse-square-root-scheduler.js';
import { linearNoamScheduler } from './linear-noam-scheduler.js';
import { linearScheduler } from './linear-scheduler.js';
import { linearWarmupScheduler } from './linear-warmup-scheduler.js';
import { newBobScheduler } from './new-bob-scheduler.js';
import { noamIntervalScheduler } from './noam-interval-scheduler.js';
import { noamScheduler } from './noam-scheduler.js';
import { reduceLrOnPlateau } from './reduce-lr-on-plateau.js';
import { stepScheduler } from './step-scheduler.js';
import { triStageLrSchedule } from './tri-stage-lr-schedule.js';
import { warmAndExpDecayLrSchedule } from './warm-and-exp-decay-lr-schedule.js';
import { warmCoolDecayLrSchedule } from './warm-cool-decay-lr-schedule.js';

/** The schedules of SpeechBrain. */
export const speechbrainSchedulers: readonly Scheduler[] = [
  newBobScheduler,
  noamScheduler,
  noamIntervalScheduler,
  linearNoamScheduler,
  linearWarmupScheduler,
  linearScheduler,
  stepScheduler,
  intervalScheduler,
  cyclicCosineScheduler,
  cyclicLrScheduler,
  inverseSquareRootScheduler,
  warmCoolDecayLrSchedule,
  warmAndExpDecayLrSchedule,
  triStageLrSchedule,
  reduceLrOnPlateau,
];
