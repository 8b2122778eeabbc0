import type { Experiment, OptimSchedulerConf } from '../config/config.js';
import { isStateless } from '../schedulers/scheduler.js';
import { assumedValues, validatesAfter } from './assumed-metric.js';
import { lrRunOf, realStepOf } from './lr-run.js';

/** The learning rate after a training step. */
export type LrAt = (step: number) => number;

export interface Peak {
  readonly lr: number;
  readonly step: number;
}

const epochOf = (step: number, stepsPerEpoch: number) => Math.floor((step - 1) / stepsPerEpoch) + 1;

/** The first micro-step of the first real step that updates. */
export const firstUpdateOf = (conf: OptimSchedulerConf, { accumGrad }: Experiment): number =>
  (conf.stepPerUpdate - 1) * accumGrad + 1;

/** At most `count` steps from `from` to `to`, evenly spread, with both ends (the last one alone when `count` is 1). */
export function spread(to: number, count: number, from = 1): Float64Array {
  const last = to - from;
  const isAll = count > last;
  if (!isAll && count === 1) return Float64Array.of(to);
  const steps = new Float64Array(isAll ? last + 1 : count);
  for (let index = 0; index < steps.length; index++)
    steps[index] = from + (isAll ? index : Math.round((index * last) / (count - 1)));
  return steps;
}

/** Whether the learning rate after any step can be told without walking there: the schedule has no memory. */
export const canJump = ({ scheduler, schedulerConf }: OptimSchedulerConf): boolean =>
  scheduler !== undefined && schedulerConf !== undefined && isStateless(scheduler, schedulerConf);

/**
 * The learning rate after any step without walking there, for a schedule that has no memory: the value set by the
 * last micro-step that updated, which is the last one of an earlier real step when this one does not update.
 * Undefined when the configuration is too wrong.
 */
export function jump(
  conf: OptimSchedulerConf,
  experiment: Experiment,
  stepsPerEpoch: number,
): LrAt | undefined {
  const run = lrRunOf(conf, experiment);
  if (!run) return undefined;
  const { accumGrad } = experiment;
  const before = run.lr;
  return (step) => {
    const realStep = realStepOf(step, accumGrad);
    const updating = realStep - (realStep % conf.stepPerUpdate);
    if (updating === 0) return before;
    const at = updating === realStep ? step : updating * accumGrad;
    return run.step(at, epochOf(at, stepsPerEpoch));
  };
}

/**
 * The learning rate after each step in turn (steps must be asked for in order), and the highest on the way. A schedule
 * that a metric drives sees one that improves at the first `improves` validations.
 */
export function walk(
  conf: OptimSchedulerConf,
  experiment: Experiment,
  stepsPerEpoch: number,
  improves = 0,
): { lrAt: LrAt; peak: () => Peak } | undefined {
  const run = lrRunOf(conf, experiment);
  if (!run) return undefined;
  const first = firstUpdateOf(conf, experiment);
  let peak: Peak = { lr: Number.NaN, step: 1 };
  let done = 0;
  const driving = conf.schedulerConf && conf.scheduler?.metric?.(conf.schedulerConf);
  const values = driving && assumedValues(driving, improves);
  const metrics: number[] = [];
  const lrAt = (step: number) => {
    while (done < step) {
      const epoch = epochOf(done + 1, stepsPerEpoch);
      const ended = epoch - 1;
      if (values && done > 0 && ended === epochOf(done, stepsPerEpoch) && validatesAfter(ended, experiment))
        metrics.push(values.next());
      done++;
      const lr = run.step(done, epoch, metrics);
      if (done >= first && (lr > peak.lr || (Number.isNaN(peak.lr) && !Number.isNaN(lr))))
        peak = { lr, step: done };
    }
    return run.lr;
  };
  return { lrAt, peak: () => peak };
}

/** So many places show in which part of a training a schedule without memory is highest. */
const places = 2000;
/** So many steps around the highest place are looked at one by one. */
const neighbours = 20_000;

/**
 * The highest learning rate from step `first` on, at its first step, of a schedule without memory: the highest of many
 * places, then every step around it, and `hint` (the end of the warm-up). NaN counts for nothing.
 */
export function searchPeak(lrAt: LrAt, first: number, steps: number, hint: number | undefined): Peak {
  let peak: Peak = { lr: Number.NaN, step: Math.min(first, steps) };
  const look = (step: number) => {
    if (step < first || step > steps) return;
    const lr = lrAt(step);
    if (lr > peak.lr || (lr === peak.lr && step < peak.step) || (Number.isNaN(peak.lr) && !Number.isNaN(lr)))
      peak = { lr, step };
  };
  const coarse = spread(steps, places);
  coarse.forEach(look);
  if (hint !== undefined) look(Math.max(1, Math.ceil(hint)));
  const gap = Math.ceil(steps / Math.max(1, coarse.length - 1));
  const [from, to] = [Math.max(1, peak.step - gap), Math.min(steps, peak.step + gap)];
  // A gap of millions of steps is looked at in many places, not one by one.
  const stride = Math.max(1, Math.floor((to - from) / neighbours));
  if (coarse.length < steps) for (let step = from; step <= to; step += stride) look(step);
  return peak;
}
