import { compoundingDecay } from './compounding-decay.js';
import { differentiableRule } from './differentiable.js';
import { epochsAsSteps } from './epochs-as-steps.js';
import { ignoredLr } from './ignored-lr.js';
import { invalidLr } from './invalid-lr.js';
import { invalidValue } from './invalid-value.js';
import { missingKey } from './missing-key.js';
import { missingMetric } from './missing-metric.js';
import { noEffect } from './no-effect.js';
import { numberAsText } from './number-as-text.js';
import { oddNumber } from './odd-number.js';
import type { Rule } from './rule.js';
import { scheduleEffect } from './schedule-effect.js';
import { scheduleEndsEarly } from './schedule-ends-early.js';
import { scheduleEndsLate } from './schedule-ends-late.js';
import { speechainSpelling } from './speechain-spelling.js';
import { unknownKey } from './unknown-key.js';
import { unknownLoss } from './unknown-loss.js';
import { unknownModule } from './unknown-module.js';
import { unknownOptimizer } from './unknown-optimizer.js';
import { unknownType } from './unknown-type.js';
import { unusableOptimizer } from './unusable-optimizer.js';
import { unusualPeak } from './unusual-peak.js';
import { warmupBeyondEnd } from './warmup-beyond-end.js';
import { warmupBeyondTraining } from './warmup-beyond-training.js';

/**
 * The rules that look at one OptimScheduler, or one mapping, at a time: what they find in one does not depend on the
 * others, so an editor need not ask them again about those that did not change.
 */
export const eachRules: ReadonlySet<Rule> = new Set([
  unknownType,
  unknownOptimizer,
  unusableOptimizer,
  missingKey,
  unknownKey,
  invalidValue,
  numberAsText,
  oddNumber,
  unknownModule,
  unknownLoss,
  ignoredLr,
  compoundingDecay,
  unusualPeak,
  warmupBeyondTraining,
  warmupBeyondEnd,
  epochsAsSteps,
  scheduleEndsEarly,
  scheduleEndsLate,
  invalidLr,
  missingMetric,
  scheduleEffect,
  noEffect,
  speechainSpelling,
  differentiableRule,
]);
