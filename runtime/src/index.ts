// The package `optim-sches`: what a user's own model, data set and schedule are written with.

export * as tf from '#tf';
export type { GradientRequest, LossGradients } from './autograd.js';
export { lossGradients } from './autograd.js';
export { type Backend, backendNames, startBackend } from './backends/index.js';
export { Dataset, type DatasetContext } from './data/dataset.js';
export { type ForwardContext, Model, type ModelContext, type Validation } from './models/model.js';
export {
  type LrStep,
  type MicroStep,
  OptimScheduler,
  type OptimSchedulerContext,
  type OptimSchedulerState,
  type StepOutcome,
} from './optim-scheduler.js';
export { RegistryOptimScheduler } from './optim-schedulers/registry.js';
export { createUpdateRule, executableOptimizers, whyNotExecutable } from './optimizers/index.js';
export type { Gradients, Parameters, UpdateRule, UpdateRuleState } from './optimizers/update-rule.js';
export { type Criterion, type EpochMetrics, Monitor, type MonitorOptions } from './training/monitor.js';
