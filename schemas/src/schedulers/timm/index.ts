import type { Scheduler } from '../scheduler.js';
import { cosineLr } from './cosine-lr.js';
import { multiStepLr } from './multi-step-lr.js';
import { plateauLr } from './plateau-lr.js';
import { polyLr } from './poly-lr.js';
import { stepLr } from './step-lr.js';
import { tanhLr } from './tanh-lr.js';
import { wsdLr } from './wsd-lr.js';

/** The schedules of timm. */
export const timmSchedulers: readonly Scheduler[] = [
  cosineLr,
  tanhLr,
  stepLr,
  multiStepLr,
  polyLr,
  plateauLr,
  wsdLr,
];
