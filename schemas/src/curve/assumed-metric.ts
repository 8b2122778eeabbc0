import type { Experiment, OptimSchedulerConf } from '../config/config.js';
import type { DrivingMetric } from '../schedulers/scheduler.js';
import type { AssumedMetric, CurveOptions } from './curve.js';

/** Validation follows the last step of every epoch e for which e - 1 is a multiple of `validPerEpochs`. */
export const validatesAfter = (epoch: number, { validPerEpochs }: Experiment): boolean =>
  (epoch - 1) % validPerEpochs === 0;

/** What a curve assumes of the metric that drives the schedule; undefined for a schedule that none drives. */
export function assumedMetric(
  { scheduler, schedulerConf }: OptimSchedulerConf,
  { validPerEpochs }: Experiment,
  { steps, stepsPerEpoch = steps, improves }: CurveOptions,
): AssumedMetric | undefined {
  const driving = schedulerConf && scheduler?.metric?.(schedulerConf);
  if (!driving) return undefined;
  const epochs = Math.floor(steps / stepsPerEpoch);
  const validations = Math.ceil(epochs / validPerEpochs);
  return { metric: driving.name, improves: improves ?? Math.ceil(validations / 2), validations };
}

/** The values of an assumed metric, one for each validation: `next()` is that of the next one. */
export function assumedValues({ better }: DrivingMetric, improves: number): { next(): number } {
  let best = 1;
  let count = 0;
  return {
    next() {
      count++;
      if (count > 1 && count <= improves) best = better(best);
      // Without one improvement the first validation, which any schedule takes for one, is all there is.
      return best;
    },
  };
}
