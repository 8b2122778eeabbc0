import { blockFormRule } from './block-form.js';
import { compoundingDecay } from './compounding-decay.js';
import { differentiableRule } from './differentiable.js';
import { epochsAsSteps } from './epochs-as-steps.js';
import { experimentValues } from './experiment-values.js';
import { ignoredLr } from './ignored-lr.js';
import { invalidLr } from './invalid-lr.js';
import { invalidValue } from './invalid-value.js';
import { missingBlock } from './missing-block.js';
import { missingKey } from './missing-key.js';
import { missingMetric } from './missing-metric.js';
import { missingTrainCfg } from './missing-train-cfg.js';
import { misspelledArgument } from './misspelled-argument.js';
import { noEffect } from './no-effect.js';
import { numberAsText } from './number-as-text.js';
import { oddNumber } from './odd-number.js';
import { overlappingModules } from './overlapping-modules.js';
import type { Rule } from './rule.js';
import { scheduleEffect } from './schedule-effect.js';
import { scheduleEndsEarly } from './schedule-ends-early.js';
import { scheduleEndsLate } from './schedule-ends-late.js';
import { severalOptimizers } from './several-optimizers.js';
import { speechainArguments } from './speechain-arguments.js';
import { speechainModel } from './speechain-model.js';
import { speechainModules } from './speechain-modules.js';
import { speechainSpelling } from './speechain-spelling.js';
import { unknownData } from './unknown-data.js';
import { unknownKey } from './unknown-key.js';
import { unknownLoss } from './unknown-loss.js';
import { unknownMetric } from './unknown-metric.js';
import { unknownModel } from './unknown-model.js';
import { unknownModule } from './unknown-module.js';
import { unknownOptimizer } from './unknown-optimizer.js';
import { unknownType } from './unknown-type.js';
import { unusableOptimizer } from './unusable-optimizer.js';
import { unusualPeak } from './unusual-peak.js';
import { warmupBeyondEnd } from './warmup-beyond-end.js';
import { warmupBeyondTraining } from './warmup-beyond-training.js';

/** Every diagnostic about the meaning of a configuration. Those about its YAML are in document/. */
export const rules: readonly Rule[] = [
  missingBlock,
  missingTrainCfg,
  blockFormRule,
  unknownType,
  unknownOptimizer,
  unusableOptimizer,
  missingKey,
  unknownKey,
  invalidValue,
  numberAsText,
  oddNumber,
  unknownModel,
  unknownData,
  unknownMetric,
  unknownModule,
  overlappingModules,
  unknownLoss,
  experimentValues,
  misspelledArgument,
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
  severalOptimizers,
  speechainModules,
  speechainArguments,
  speechainModel,
];
