import type { OptimSchedulerConf } from '../config/config.js';
import { canJump, jump, spread, walk } from '../curve/lr-at.js';
import type { ScheduleEnd } from '../schedulers/scheduler.js';
import type { RuleContext } from './rule.js';

/** What the learning rate does where a schedule's own end and the training's are apart. */
export interface AfterEnd {
  /** The highest learning rate up to the earlier of the two ends. */
  readonly peak: number;
  /** The learning rate at the end of the training. */
  readonly last: number;
  /** The learning rate at the schedule's own end. */
  readonly atEnd: number;
  /** The lowest and the highest learning rate between the two ends. */
  readonly lowest: number;
  readonly highest: number;
}

/** A schedule with a memory is walked step by step: no further than this. */
const longestWalk = 500_000;
const places = 400;

/**
 * The learning rate around a schedule's own end and the end of the training (`length`, in the unit of `end`), by the
 * curve itself; undefined when there is no curve, or it is too long to be walked. Where nobody knows how long an epoch
 * is, it has one real step: that changes nothing for a schedule that counts epochs alone.
 */
export function lrAfterEnd(
  one: OptimSchedulerConf,
  end: ScheduleEnd,
  length: number,
  { config: { experiment }, stepsPerEpoch = experiment.accumGrad }: RuleContext,
): AfterEnd | undefined {
  const unit = end.unit === 'epochs' ? stepsPerEpoch : experiment.accumGrad;
  // What ends with update n of an origin shows in update n + 1: the step after that is past it for all of them.
  const ownEnd = Math.max(1, Math.ceil((end.at + 1) * unit));
  const trainingEnd = Math.max(1, Math.floor(length * unit));
  const first = Math.min(ownEnd, trainingEnd);
  const last = Math.max(ownEnd, trainingEnd);
  const stateless = canJump(one);
  if (!stateless && last > longestWalk) return undefined;
  const lrAt = stateless ? jump(one, experiment, stepsPerEpoch) : walk(one, experiment, stepsPerEpoch)?.lrAt;
  if (!lrAt) return undefined;
  const before = spread(first, places).map(lrAt);
  const between = spread(last - first, places).map((step) => lrAt(first + step));
  const [atFirst, atLast] = [before.at(-1) ?? Number.NaN, between.at(-1) ?? before.at(-1) ?? Number.NaN];
  return {
    peak: Math.max(...before),
    lowest: Math.min(...between),
    highest: Math.max(...between),
    atEnd: ownEnd <= trainingEnd ? atFirst : atLast,
    last: ownEnd <= trainingEnd ? atLast : atFirst,
  };
}
