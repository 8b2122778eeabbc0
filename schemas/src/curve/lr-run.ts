import type { Experiment, OptimSchedulerConf } from '../config/config.js';
import type { Schedule } from '../schedulers/scheduler.js';

/** Real step of a training step: micro-steps counted in groups of `accumGrad`; both count from 1. */
export const realStepOf = (step: number, accumGrad: number): number => Math.floor((step - 1) / accumGrad) + 1;

/** The learning rate of one OptimScheduler as the training goes on. */
export interface LrRun {
  /** The learning rate in the optimizer now. */
  readonly lr: number;
  /** The momentum (Adam's beta1) that the schedule sets; undefined when it sets none. */
  readonly momentum: number | undefined;
  /** Whether a training step belongs to a real step that updates. */
  updates(step: number): boolean;
  /** One training step (micro-step): returns the learning rate in the optimizer after it. */
  step(step: number, epoch: number, metrics?: readonly number[]): number;
  /** Everything that decides the learning rates to come, as plain JSON. */
  state(): LrRunState;
  loadState(state: LrRunState): void;
}

/** What a checkpoint keeps of a learning rate. */
export interface LrRunState {
  readonly lr: number;
  readonly schedule?: unknown;
}

export interface LrRunOptions {
  readonly schedule: Schedule;
  /** `optim_conf.lr`, or torch's default. */
  readonly lr: number;
  readonly stepPerUpdate: number;
  readonly accumGrad: number;
  readonly ftFactor: number;
}

/**
 * The one place where a schedule's value becomes the optimizer's learning rate, for curves and for training alike:
 * it changes at every micro-step of a real step that updates (`realStep % stepPerUpdate === 0`), to `ftFactor * lr`.
 * Until then the optimizer holds `optim_conf.lr` itself, as in SpeeChain.
 */
export function startLrRun(options: LrRunOptions): LrRun {
  const { schedule, accumGrad, stepPerUpdate, ftFactor } = options;
  let current = options.lr;
  let momentum: number | undefined;
  return {
    get lr() {
      return current;
    },
    get momentum() {
      return momentum;
    },
    updates: (step) => realStepOf(step, accumGrad) % stepPerUpdate === 0,
    step(step, epoch, metrics) {
      const realStep = realStepOf(step, accumGrad);
      if (realStep % stepPerUpdate !== 0) return current;
      const seen = metrics
        ? { realStep, epoch, currentLr: current, metrics }
        : { realStep, epoch, currentLr: current };
      current = ftFactor * schedule.lr(seen);
      momentum = schedule.momentum?.(seen);
      return current;
    },
    state: () => (schedule.state ? { lr: current, schedule: schedule.state() } : { lr: current }),
    loadState(state) {
      current = state.lr;
      schedule.loadState?.(state.schedule);
    },
  };
}

/** Starts the schedule of one OptimScheduler; undefined when its configuration is too wrong to compute with. */
export function lrRunOf(conf: OptimSchedulerConf, experiment: Experiment): LrRun | undefined {
  const { scheduler, schedulerConf, lr } = conf;
  if (!scheduler || !schedulerConf || lr === undefined) return undefined;
  return startLrRun({
    schedule: scheduler.start(schedulerConf, { lr }),
    lr,
    stepPerUpdate: conf.stepPerUpdate,
    accumGrad: experiment.accumGrad,
    ftFactor: experiment.ftFactor,
  });
}
