import type { Group } from '../form.js';
import { constantGroup } from './constant.js';
import { cosineGroup } from './cosine.js';
import { inverseSqrtGroup } from './inverse-sqrt.js';
import { milestonesGroup } from './milestones.js';
import { oneCycleGroup } from './one-cycle.js';
import { plateauGroup } from './plateau.js';
import { polynomialGroup } from './polynomial.js';
import { stableDecayGroup } from './stable-decay.js';
import { staircaseGroup } from './staircase.js';
import { triStageGroup } from './tri-stage.js';

/** Every group of schedules that can have the same curve; a schedule may be in several. */
export const groups: readonly Group[] = [
  inverseSqrtGroup,
  cosineGroup,
  polynomialGroup,
  triStageGroup,
  stableDecayGroup,
  staircaseGroup,
  milestonesGroup,
  constantGroup,
  oneCycleGroup,
  plateauGroup,
];
