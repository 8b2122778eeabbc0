import type { OptimSchedulerConf } from '../config/config.js';
import type { ScheduleEnd, Scheduler } from '../schedulers/scheduler.js';
import { warmupEndOf } from '../schedulers/warmup-end.js';
import { epochsAsSteps } from './epoch-numbers.js';
import type { AfterEnd } from './lr-after-end.js';
import { lrAfterEnd } from './lr-after-end.js';
import type { RuleContext } from './rule.js';

/** How long a training is, as far as anybody knows. */
export interface TrainingLength {
  readonly epochs: number | undefined;
  readonly realSteps: number | undefined;
}

/** The length of the training that a configuration describes. */
export function trainingLength({ config, stepsPerEpoch }: RuleContext): TrainingLength {
  const { numEpochs: epochs, accumGrad } = config.experiment;
  if (epochs === undefined || stepsPerEpoch === undefined) return { epochs, realSteps: undefined };
  return { epochs, realSteps: Math.floor((epochs * stepsPerEpoch) / accumGrad) };
}

/** The length of a training in a message: `1000 real steps (10 epochs of 100 steps, accum_grad 1)`. */
export function trainingWords(context: RuleContext, unit: ScheduleEnd['unit'] = 'real steps'): string {
  const { numEpochs, accumGrad } = context.config.experiment;
  const { realSteps } = trainingLength(context);
  const epochs = `${numEpochs} epoch${numEpochs === 1 ? '' : 's'}`;
  return realSteps === undefined || unit === 'epochs'
    ? epochs
    : `${realSteps} real steps (${epochs} of ${context.stepsPerEpoch} steps, accum_grad ${accumGrad})`;
}

/** What to do for a schedule that ends with the training, as the begin of a sentence. */
export function endAt(
  { schedulerConf }: OptimSchedulerConf,
  { key, at }: ScheduleEnd,
  length: number,
): string {
  // A key that is one stage of several, or a share, is not the whole length.
  if (schedulerConf?.[key] === at) return `Write ${key}: ${length}`;
  return `Make the schedule ${at < length ? 'longer' : 'shorter'} (${key})`;
}

/** The real step at which a warm-up ends or, where that is not known, the epoch at whose beginning it does. */
export type WarmupEnd = Pick<ScheduleEnd, 'at' | 'unit'>;

/** How the lengths in a schedule's conf do not fit the training, or each other: a schedule has one of these at most. */
export type Misfit =
  /** Numbers that are plainly epochs, counted in real steps. */
  | { readonly kind: 'epochs-as-steps'; readonly key: string | undefined; readonly at: number }
  | { readonly kind: 'warmup-beyond-end'; readonly warmup: WarmupEnd; readonly end: ScheduleEnd }
  | { readonly kind: 'warmup-beyond-training'; readonly warmup: WarmupEnd }
  | {
      readonly kind: 'ends-early';
      readonly end: ScheduleEnd;
      readonly length: number;
      readonly after: AfterEnd;
    }
  | {
      readonly kind: 'ends-late';
      readonly end: ScheduleEnd;
      readonly length: number;
      readonly after: AfterEnd;
    };

/** So far an end may lie before the training's and still be the same: lengths are rounded. */
const early = 0.95;
/** So far it may lie behind it. */
const late = 1.1;

/** Several rules ask the same of one check, and a long schedule with a memory takes its time. */
const known = new WeakMap<RuleContext, Map<OptimSchedulerConf, Misfit | undefined>>();

/** What does not fit, the plainest first; undefined where all does, or nobody knows how long the training is. */
export function misfitOf(one: OptimSchedulerConf, context: RuleContext): Misfit | undefined {
  const found = known.get(context) ?? new Map<OptimSchedulerConf, Misfit | undefined>();
  known.set(context, found);
  if (!found.has(one)) found.set(one, findMisfit(one, context));
  return found.get(one);
}

function findMisfit(one: OptimSchedulerConf, context: RuleContext): Misfit | undefined {
  const { scheduler, schedulerConf } = one;
  if (!scheduler || !schedulerConf) return undefined;
  const training = trainingLength(context);
  const end = scheduler.end?.(schedulerConf);
  const counted = epochsAsSteps(one, end, training, context);
  if (counted) return { kind: 'epochs-as-steps', ...counted };
  const warmup = warmupOf(scheduler, schedulerConf, context);
  const endThere = end && inUnit(end, warmup?.unit, context);
  // One real step between them is a matter of counting from 0 or 1.
  if (end && endThere !== undefined && warmup && warmup.at > endThere + 1)
    return { kind: 'warmup-beyond-end', warmup, end };
  const { epochs, realSteps } = training;
  if (warmup && warmup.at > ((warmup.unit === 'epochs' ? epochs : realSteps) ?? Number.POSITIVE_INFINITY))
    return { kind: 'warmup-beyond-training', warmup };
  const length = end?.unit === 'epochs' ? epochs : realSteps;
  if (!end || length === undefined || end.at === length) return undefined;
  const after = lrAfterEnd(one, end, length, context);
  if (!after) return undefined;
  const near = end.at >= early * length && end.at <= late * length;
  // Where an origin stops after its last step, one step too few is too few.
  if (near && !(end.at < length && Number.isNaN(after.last))) return undefined;
  return { kind: end.at < length ? 'ends-early' : 'ends-late', end, length, after };
}

function warmupOf(
  scheduler: Scheduler,
  conf: Record<string, unknown>,
  { config, stepsPerEpoch }: RuleContext,
): WarmupEnd | undefined {
  const at = warmupEndOf(scheduler, conf, { stepsPerEpoch, accumGrad: config.experiment.accumGrad });
  if (at !== undefined) return { at, unit: 'real steps' };
  const epochs = scheduler.warmupEpochs?.(conf);
  return epochs === undefined ? undefined : { at: Math.ceil(epochs) + 1, unit: 'epochs' };
}

/** The end of a schedule in another unit; undefined where nobody knows how long an epoch is. */
function inUnit(
  end: ScheduleEnd,
  unit: ScheduleEnd['unit'] | undefined,
  { config, stepsPerEpoch }: RuleContext,
): number | undefined {
  if (end.unit === unit) return end.at;
  if (unit === 'epochs' || stepsPerEpoch === undefined) return undefined;
  return (end.at * stepsPerEpoch) / config.experiment.accumGrad;
}
