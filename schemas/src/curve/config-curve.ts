import type { Config, Experiment, OptimSchedulerConf } from '../config/config.js';
import { warmupEndOf } from '../schedulers/warmup-end.js';
import { assumedMetric } from './assumed-metric.js';
import type { Curve, CurveFacts, CurveOptions, OptimizerCurve } from './curve.js';
import { canJump, firstUpdateOf, jump, type Peak, searchPeak, spread, walk } from './lr-at.js';

/** The points of a curve, and what is known of all its steps. */
interface Points {
  readonly steps: Float64Array;
  readonly lr: Float64Array;
  readonly peak: Peak;
  /** The learning rates after the first and the last step, which need not be among the points. */
  readonly first: number;
  readonly last: number;
}

/** Puts the peak in place of the nearest inner point, so that a picture shows it. */
function withPeak(points: Points): Points {
  const { steps, lr, peak } = points;
  const after = steps.findIndex((step) => step >= peak.step);
  const isOutside = after < 0 || peak.step < (steps[0] ?? 1);
  if (Number.isNaN(peak.lr) || steps.length < 3 || isOutside || steps[after] === peak.step) return points;
  const near = Math.min(Math.max(after, 1), steps.length - 2);
  // Its neighbours on both sides stay where they are, so the points stay in order.
  const moved = { steps: steps.slice(), lr: lr.slice() };
  moved.steps[near] = peak.step;
  moved.lr[near] = peak.lr;
  return { ...points, ...moved };
}

function finiteWarmupEnd(
  { scheduler, schedulerConf }: OptimSchedulerConf,
  { accumGrad }: Experiment,
  { stepsPerEpoch }: CurveOptions,
): number | undefined {
  if (!scheduler || !schedulerConf) return undefined;
  const end = warmupEndOf(scheduler, schedulerConf, { stepsPerEpoch, accumGrad });
  return end !== undefined && Number.isFinite(end) ? Math.ceil(end) : undefined;
}

function pointsOf(
  conf: OptimSchedulerConf,
  experiment: Experiment,
  options: CurveOptions,
): Points | undefined {
  const { steps: total, stepsPerEpoch = total, sample = total } = options;
  const to = Math.min(options.to ?? total, total);
  const steps = spread(to, sample, Math.min(options.from ?? 1, to));
  if (!canJump(conf)) {
    const improves = assumedMetric(conf, experiment, options)?.improves ?? 0;
    const walked = walk(conf, experiment, stepsPerEpoch, improves);
    if (!walked) return undefined;
    const first = walked.lrAt(1);
    const lr = steps.map(walked.lrAt);
    const last = walked.lrAt(total);
    return { steps, lr, peak: walked.peak(), first, last };
  }
  const lrAt = jump(conf, experiment, stepsPerEpoch);
  if (!lrAt) return undefined;
  const end = finiteWarmupEnd(conf, experiment, options);
  const hint = end === undefined ? undefined : (end - 1) * experiment.accumGrad + 1;
  const peak = searchPeak(lrAt, firstUpdateOf(conf, experiment), total, hint);
  return withPeak({ steps, lr: steps.map(lrAt), peak, first: lrAt(1), last: lrAt(total) });
}

function factsOf(
  conf: OptimSchedulerConf,
  { peak, first, last }: Points,
  experiment: Experiment,
  options: CurveOptions,
): CurveFacts {
  const { steps, stepsPerEpoch = steps } = options;
  const firstUpdate = firstUpdateOf(conf, experiment);
  const facts = {
    peak,
    ...(firstUpdate > 1 ? { firstUpdate } : {}),
    first,
    last,
  };
  const end = finiteWarmupEnd(conf, experiment, options);
  if (end === undefined) return facts;
  const step = end * experiment.accumGrad;
  return { ...facts, warmupEnd: { step, epoch: step / stepsPerEpoch } };
}

function curveOf(
  conf: OptimSchedulerConf,
  experiment: Experiment,
  options: CurveOptions,
): OptimizerCurve | undefined {
  if (!conf.type || !conf.optimType) return undefined;
  const points = pointsOf(conf, experiment, options);
  if (!points) return undefined;
  const { steps, lr } = points;
  const facts = factsOf(conf, points, experiment, options);
  const assumed = assumedMetric(conf, experiment, options);
  const curve = { name: conf.name, type: conf.type, optimType: conf.optimType, steps, lr, facts };
  return assumed ? { ...curve, assumed } : curve;
}

/**
 * The learning rate of every OptimScheduler of a configuration, computed by the functions that training uses.
 * OptimSchedulers whose configuration is too wrong (or a user's own code) are left out.
 * A schedule without memory is evaluated at the sampled steps only; others are walked step by step. The facts are
 * about all steps, however many are sampled.
 */
export function configCurve(config: Config, options: CurveOptions): Curve {
  const optimizers = config.optimSchedulers.flatMap(
    (conf) => curveOf(conf, config.experiment, options) ?? [],
  );
  return { steps: options.steps, stepsPerEpoch: options.stepsPerEpoch ?? options.steps, optimizers };
}
