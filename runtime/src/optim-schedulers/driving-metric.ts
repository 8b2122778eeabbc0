import type { DrivingMetric, OptimSchedulerConf } from '@optim-sches/schemas';

/** The validation metric that drives the schedule of an OptimScheduler; undefined when none does. */
export function metricOf({ scheduler, schedulerConf }: OptimSchedulerConf): DrivingMetric | undefined {
  return schedulerConf && scheduler?.metric?.(schedulerConf);
}

/**
 * What a validation says to the schedule of an OptimScheduler: the metric that it names, or the sum of the losses that
 * it minimizes; NaN for a schedule that no metric drives and a validation without these losses. Throws when the
 * schedule needs a metric that the validation does not have.
 */
export function drivingMetric(conf: OptimSchedulerConf, metrics: Readonly<Record<string, number>>): number {
  const driving = metricOf(conf);
  const names = driving?.name === undefined ? conf.optimLosses : [driving.name];
  const missing = names.find((each) => !Object.hasOwn(metrics, each));
  if (missing === undefined) return names.reduce((sum, each) => sum + (metrics[each] ?? Number.NaN), 0);
  if (driving === undefined) return Number.NaN;
  throw new Error(
    `The schedule of the OptimScheduler "${conf.name}" is driven by the validation metric "${missing}", which the model does not give. It gives: ${Object.keys(metrics).join(', ')}. Write one of them as monitor.`,
  );
}
