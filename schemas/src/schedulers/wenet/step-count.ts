import type { Step } from '../scheduler.js';
import { stepsDone } from '../step-count.js';

/**
 * WeNet's counter at a real step. Its training sets the counter back to -1 after the constructor has set the learning
 * rate for 0, so that the first call of step() sets it for 0 once more: it lags one update behind.
 */
export const counted = (step: Step): number => Math.max(0, stepsDone(step) - 1);
