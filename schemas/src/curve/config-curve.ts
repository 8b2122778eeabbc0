import type { Config, Experiment, OptimSchedulerConf } from '../config/config.js';
import type { Curve, CurveFacts, CurveOptions, OptimizerCurve } from './curve.js';
import { lrRunOf, realStepOf } from './lr-run.js';

/** The learning rate after one training step. */
type LrAt = (step: number) => number;

const epochOf = (step: number, stepsPerEpoch: number) => Math.floor((step - 1) / stepsPerEpoch) + 1;

/**
 * The learning rate after any step without walking there, for a schedule that has no memory: the value set by the
 * last micro-step that updated, which is the last one of an earlier real step when this one does not update.
 */
function jump(conf: OptimSchedulerConf, experiment: Experiment, stepsPerEpoch: number): LrAt | undefined {
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

/** The learning rate after each step in turn; steps must be asked for in order. */
function walk(conf: OptimSchedulerConf, experiment: Experiment, stepsPerEpoch: number): LrAt | undefined {
  const run = lrRunOf(conf, experiment);
  if (!run) return undefined;
  let done = 0;
  return (step) => {
    while (done < step) {
      done++;
      run.step(done, epochOf(done, stepsPerEpoch));
    }
    return run.lr;
  };
}

/** At most `count` steps from 1 to `steps`, evenly spread, with both ends. */
function spread(steps: number, count: number): Float64Array {
  if (count >= steps) return Float64Array.from({ length: steps }, (_, index) => index + 1);
  if (count === 1) return Float64Array.of(steps);
  return Float64Array.from(
    { length: count },
    (_, index) => 1 + Math.round((index * (steps - 1)) / (count - 1)),
  );
}

const argMax = (values: Float64Array, from = 0) => {
  let best = -1;
  for (let index = from; index < values.length; index++) {
    const value = values[index] ?? Number.NaN;
    if (!Number.isNaN(value) && (best < 0 || value > (values[best] ?? Number.NaN))) best = index;
  }
  return best;
};

type Points = { steps: Float64Array; lr: Float64Array };

/** The first index whose step is not before `first`; 0 when the training ends before. */
const indexFrom = (steps: Float64Array, first: number) =>
  Math.max(
    0,
    steps.findIndex((step) => step >= first),
  );

/** The first micro-step of the first real step that updates. */
const firstUpdateOf = (conf: OptimSchedulerConf, { accumGrad }: Experiment) =>
  (conf.stepPerUpdate - 1) * accumGrad + 1;

/** Adds the true maximum, which may lie between two sampled points, in place of the nearest inner point. */
function withPeak({ steps, lr }: Points, lrAt: LrAt, first: number, hint: number | undefined): Points {
  const at = argMax(lr, indexFrom(steps, first));
  if (at < 0) return { steps, lr };
  let peak = { step: steps[at] ?? 1, lr: lr[at] ?? Number.NaN, near: at };
  const consider = (step: number, near: number) => {
    if (step < first) return;
    const value = lrAt(step);
    if (value > peak.lr || (value === peak.lr && step < peak.step)) peak = { step, lr: value, near };
  };
  const last = steps.length - 1;
  const from = steps[Math.max(0, at - 1)] ?? 1;
  const to = steps[Math.min(last, at + 1)] ?? 1;
  // Between neighbours every step is looked at; a gap of millions is looked at in a thousand places.
  const stride = Math.max(1, Math.floor((to - from) / 20_000));
  for (let step = from; step <= to; step += stride) consider(step, step < (steps[at] ?? 0) ? at - 1 : at);
  if (hint !== undefined && hint >= 1 && hint <= (steps[last] ?? 0)) {
    const after = steps.findIndex((step) => step >= hint);
    consider(hint, after);
  }
  const near = Math.min(Math.max(peak.near, 1), last - 1);
  if (near < 1 || steps.includes(peak.step)) return { steps, lr };
  const order = [...steps].map((step, index) => ({ step, lr: lr[index] ?? Number.NaN }));
  order[near] = { step: peak.step, lr: peak.lr };
  order.sort((a, b) => a.step - b.step);
  return { steps: Float64Array.from(order, (p) => p.step), lr: Float64Array.from(order, (p) => p.lr) };
}

function factsOf(
  conf: OptimSchedulerConf,
  { steps, lr }: Points,
  experiment: Experiment,
  stepsPerEpoch: number,
): CurveFacts {
  const firstUpdate = firstUpdateOf(conf, experiment);
  const at = argMax(lr, indexFrom(steps, firstUpdate));
  const facts = {
    peak: { lr: lr[at] ?? Number.NaN, step: steps[at] ?? 1 },
    ...(firstUpdate > 1 ? { firstUpdate } : {}),
    first: lr[0] ?? Number.NaN,
    last: lr[lr.length - 1] ?? Number.NaN,
  };
  const end = conf.schedulerConf && conf.scheduler?.warmupEnd?.(conf.schedulerConf);
  if (end === undefined || !Number.isFinite(end)) return facts;
  const step = Math.ceil(end) * experiment.accumGrad;
  return { ...facts, warmupEnd: { step, epoch: step / stepsPerEpoch } };
}

function curveOf(
  conf: OptimSchedulerConf,
  experiment: Experiment,
  options: CurveOptions,
): OptimizerCurve | undefined {
  const { steps: total, stepsPerEpoch = total, sample = total } = options;
  const stateless = conf.scheduler?.stateless ?? false;
  const lrAt = (stateless ? jump : walk)(conf, experiment, stepsPerEpoch);
  if (!lrAt || !conf.type || !conf.optimType) return undefined;
  const steps = spread(total, sample);
  let points: Points = { steps, lr: steps.map(lrAt) };
  if (stateless && sample < total) {
    const end = conf.schedulerConf && conf.scheduler?.warmupEnd?.(conf.schedulerConf);
    points = withPeak(
      points,
      lrAt,
      firstUpdateOf(conf, experiment),
      end === undefined ? undefined : (Math.ceil(end) - 1) * experiment.accumGrad + 1,
    );
  }
  const facts = factsOf(conf, points, experiment, stepsPerEpoch);
  return { name: conf.name, type: conf.type, optimType: conf.optimType, ...points, facts };
}

/**
 * The learning rate of every OptimScheduler of a configuration, computed by the functions that training uses.
 * OptimSchedulers whose configuration is too wrong (or a user's own code) are left out.
 * A schedule without memory is evaluated at the sampled steps only; others are walked step by step.
 */
export function configCurve(config: Config, options: CurveOptions): Curve {
  const optimizers = config.optimSchedulers.flatMap(
    (conf) => curveOf(conf, config.experiment, options) ?? [],
  );
  return { steps: options.steps, stepsPerEpoch: options.stepsPerEpoch ?? options.steps, optimizers };
}
