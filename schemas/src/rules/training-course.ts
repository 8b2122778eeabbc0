import type { OptimSchedulerConf } from '../config/config.js';
import { canJump, jump, spread, walk } from '../curve/lr-at.js';
import { perEpochKey } from './per-epoch-key.js';
import type { RuleContext } from './rule.js';

/** What the learning rate comes to within a training of known length. */
export interface TrainingCourse {
  /** The first real step whose learning rate is negative, infinite or NaN. */
  readonly broken?: { readonly realStep: number; readonly lr: number };
  /** The real step from which on nothing is left of the learning rate, where that is well before the end. */
  readonly goneBy?: number;
}

/** So many real steps are looked at one by one, and so many places in the rest. */
const closely = 50;
const places = 100;
/**
 * A schedule with a memory is walked step by step: no further than this. One that may be stepped once an epoch instead is
 * walked farther, to see whether anything is left at the end.
 */
const longestWalk = { others: 2000, perEpoch: 50_000 };

/** Less than this share of the highest learning rate changes nothing any more. */
const nothing = 1e-8;
/** Nothing left so early is well before the end; the last steps of a decay to 0 are as they should be. */
const early = 0.95;

/** Several rules ask the same of one check. */
const known = new WeakMap<RuleContext, Map<OptimSchedulerConf, TrainingCourse>>();

/**
 * The course of the learning rate over `realSteps` real steps. Empty for a schedule that a metric drives, and without a
 * curve. Where nobody knows how long an epoch is, it has one real step.
 */
export function trainingCourse(
  one: OptimSchedulerConf,
  realSteps: number,
  context: RuleContext,
): TrainingCourse {
  const found = known.get(context) ?? new Map<OptimSchedulerConf, TrainingCourse>();
  known.set(context, found);
  const course = found.get(one) ?? findCourse(one, realSteps, context);
  found.set(one, course);
  return course;
}

function findCourse(one: OptimSchedulerConf, realSteps: number, context: RuleContext): TrainingCourse {
  const { experiment } = context.config;
  const { accumGrad } = experiment;
  const { scheduler, schedulerConf } = one;
  if (realSteps < 1 || !schedulerConf || scheduler?.metric?.(schedulerConf)) return {};
  const stepsPerEpoch = context.stepsPerEpoch ?? accumGrad;
  const stateless = canJump(one);
  const lrAt = stateless ? jump(one, experiment, stepsPerEpoch) : walk(one, experiment, stepsPerEpoch)?.lrAt;
  if (!lrAt) return {};
  const at = (realStep: number) => lrAt(realStep * accumGrad);
  const length = stateless
    ? realSteps
    : Math.min(realSteps, longestWalk[perEpochKey(one) ? 'perEpoch' : 'others']);
  const looked = stateless ? lookedAt(length) : spread(length, length);
  const lrs = looked.map(at);
  const highest = Math.max(0, ...lrs.filter(Number.isFinite));
  const isBroken = (lr: number) => !Number.isFinite(lr) || lr < -nothing * highest;
  // What a schedule with a memory did between two places is passed; there are none between them.
  const firstOf = (index: number, is: (lr: number) => boolean) =>
    first(looked[index - 1] ?? 0, looked[index] ?? length, (realStep) => is(at(realStep)));

  const breaks = lrs.findIndex(isBroken);
  if (breaks >= 0) {
    const realStep = firstOf(breaks, isBroken);
    return { broken: { realStep, lr: stateless ? at(realStep) : (lrs[breaks] ?? Number.NaN) } };
  }
  const isGone = (lr: number) => lr <= nothing * highest;
  const gone = lrs.findLastIndex((lr) => !isGone(lr)) + 1;
  if (length < realSteps || highest === 0 || gone === 0 || gone === lrs.length) return {};
  const goneBy = firstOf(gone, isGone);
  return goneBy <= early * realSteps ? { goneBy } : {};
}

/** Real steps to look at, in order: the first ones each, then a spread over the rest. */
function lookedAt(length: number): Float64Array {
  const all = new Set([...spread(Math.min(length, closely), closely), ...spread(length, places)]);
  return Float64Array.from(all).sort();
}

/** The first number above `before`, up to `at`, for which `is` holds; it holds for `at`, and for all after the first. */
function first(before: number, at: number, is: (number: number) => boolean): number {
  let [low, high] = [before, at];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (is(middle)) high = middle;
    else low = middle;
  }
  return high;
}
