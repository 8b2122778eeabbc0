import type { Scheduler } from '../scheduler.js';
import { cosine } from './cosine.js';
import { fixed } from './fixed.js';
import { inverseSqrt } from './inverse-sqrt.js';
import { manual } from './manual.js';
import { polynomialDecay } from './polynomial-decay.js';
import { reduceLrOnPlateau } from './reduce-lr-on-plateau.js';
import { step } from './step.js';
import { triStage } from './tri-stage.js';
import { triangular } from './triangular.js';

/** The schedules of fairseq. */
export const fairseqSchedulers: readonly Scheduler[] = [
  inverseSqrt,
  triStage,
  polynomialDecay,
  cosine,
  triangular,
  step,
  reduceLrOnPlateau,
  fixed,
  manual,
];
