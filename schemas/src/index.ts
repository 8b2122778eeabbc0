export * from './config/common-conf.js';
export * from './config/config.js';
export * from './config/exp-cfg.js';
export * from './config/language.js';
export * from './config/outline.js';
export * from './config/read.js';
export * from './config/read-block.js';
export * from './config/read-fields.js';
export * from './config/values.js';
export * from './convert/index.js';
export * from './curve/config-curve.js';
export * from './curve/curve.js';
export * from './curve/lr-run.js';
export * from './curve/picture/index.js';
export * from './curve/preview-length.js';
export * from './data/index.js';
export * from './document/document.js';
export * from './document/index.js';
export * from './document/value.js';
export type { Fields } from './fields.js';
export * from './fixes/apply-fixes.js';
export * from './gallery/index.js';
export * from './json-schema.js';
export * from './models/index.js';
export * from './optimizers/index.js';
export { type Conflict, limitationText, type Optimizer } from './optimizers/optimizer.js';
export * from './problem.js';
export * from './rules/check.js';
export * from './rules/document-problems.js';
export { addEntry } from './rules/edits.js';
export * from './rules/index.js';
export type { FieldGroup, Finding, Rule, RuleContext, Target } from './rules/rule.js';
export * from './schedulers/index.js';
export { type MeantTypes, meantTypes } from './schedulers/meant-types.js';
export type {
  DrivingMetric,
  OptimizerAround,
  Schedule,
  ScheduleEnd,
  ScheduleExample,
  Scheduler,
  StartingOptimizer,
  Step,
} from './schedulers/scheduler.js';
export { isStateless } from './schedulers/scheduler.js';
export * from './schedulers/warmup-end.js';
export { suggest } from './suggest.js';
