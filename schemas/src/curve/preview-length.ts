import type { Config } from '../config/config.js';
import type { Scheduler } from '../schedulers/scheduler.js';
import { warmupEndOf } from '../schedulers/warmup-end.js';

/** What a reader asks for. */
export interface LengthOptions {
  readonly steps?: number;
  readonly stepsPerEpoch?: number;
  readonly epochs?: number;
}

/** How far a curve is drawn. */
export interface PreviewLength {
  readonly steps: number;
  /** Undefined: nobody says how long an epoch is, and all steps are one. */
  readonly stepsPerEpoch: number | undefined;
  /** Where the length comes from, in words: `16,000 steps, 4 times the warm-up`. */
  readonly what: string;
  /** What nobody says, so that the length had to be guessed; undefined when it is that of the training. */
  readonly unknown: 'steps per epoch' | 'epochs' | undefined;
}

const withoutWarmup = 10_000;
const warmups = 4;

/** The training steps that a part of a schedule takes. */
type PartOf = (scheduler: Scheduler, conf: Record<string, unknown>, accumGrad: number) => number | undefined;

/** The training steps that a part of each OptimScheduler's schedule takes, the most of them; undefined without such a part. */
function longest({ optimSchedulers, experiment: { accumGrad } }: Config, partOf: PartOf): number | undefined {
  const ends = optimSchedulers.flatMap(({ scheduler, schedulerConf }) => {
    const end = schedulerConf && scheduler && partOf(scheduler, schedulerConf, accumGrad);
    return end !== undefined && Number.isFinite(end) ? [end] : [];
  });
  return ends.length === 0 ? undefined : ends.reduce((a, b) => Math.max(a, b));
}

const several = (number: number, noun: string) =>
  `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;

/**
 * How many steps of some configurations are drawn: what is asked for, else the epochs (asked for, or of the file) times the
 * steps of one, else to the end that a schedule has, else four times the longest warm-up, else 10,000.
 */
export function previewLength(configs: readonly Config[], options: LengthOptions): PreviewLength {
  const { steps, epochs } = options;
  const fileEpochs = Math.max(0, ...configs.map((config) => config.experiment.numEpochs ?? 0));
  const fileStepsPerEpoch = configs.find((config) => config.experiment.stepsPerEpoch !== undefined)
    ?.experiment.stepsPerEpoch;
  const totalEpochs = epochs ?? (fileEpochs > 0 ? fileEpochs : undefined);
  if (steps !== undefined) {
    // Only epochs that are asked for divide the steps: the file's num_epochs belongs to its own data.
    const stepsPerEpoch =
      options.stepsPerEpoch ?? (epochs === undefined ? fileStepsPerEpoch : Math.ceil(steps / epochs));
    return { steps, stepsPerEpoch, what: several(steps, 'step'), unknown: undefined };
  }
  const stepsPerEpoch = options.stepsPerEpoch ?? fileStepsPerEpoch;
  if (stepsPerEpoch !== undefined && totalEpochs !== undefined) {
    const origin = epochs === undefined ? ' (num_epochs of the file)' : '';
    return {
      steps: totalEpochs * stepsPerEpoch,
      stepsPerEpoch,
      what: `${several(totalEpochs, 'epoch')}${origin} of ${several(stepsPerEpoch, 'step')}`,
      unknown: undefined,
    };
  }
  const { length, what } = guessedLength(configs, stepsPerEpoch);
  const unknown = stepsPerEpoch === undefined ? 'steps per epoch' : 'epochs';
  return { steps: length, stepsPerEpoch, what, unknown };
}

/** A length that shows the whole of the schedules: to the end that they have, else some times their warm-up. */
function guessedLength(configs: readonly Config[], stepsPerEpoch: number | undefined) {
  const most = (partOf: PartOf) => Math.max(0, ...configs.flatMap((config) => longest(config, partOf) ?? []));
  const end = most((scheduler, conf, accumGrad) => {
    const { at = 0, unit = 'real steps' } = scheduler.end?.(conf) ?? {};
    return unit === 'epochs' ? Math.ceil(at * (stepsPerEpoch ?? 0)) : Math.ceil(at) * accumGrad;
  });
  if (end > 0) return { length: end, what: `${several(end, 'step')}, to the end of the schedule` };
  const warmup = most((scheduler, conf, accumGrad) => {
    const step = warmupEndOf(scheduler, conf, { stepsPerEpoch, accumGrad });
    return step === undefined ? undefined : Math.ceil(step) * accumGrad;
  });
  if (warmup === 0) return { length: withoutWarmup, what: several(withoutWarmup, 'step') };
  const length = warmups * warmup;
  return { length, what: `${several(length, 'step')}, ${warmups} times the warm-up` };
}
