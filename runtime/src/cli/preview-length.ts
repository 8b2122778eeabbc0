import type { Config, Scheduler } from '@optim-sches/schemas';

/** What the command line says of the length. */
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
  /** Where the length comes from, for the reader. */
  readonly reason: string;
}

const withoutWarmup = 10_000;
const warmups = 4;

/** The training steps that a part of each OptimScheduler's schedule takes, the most of them; undefined without such a part. */
function longest(
  { optimSchedulers, experiment }: Config,
  partOf: (scheduler: Scheduler, conf: Record<string, unknown>) => number | undefined,
): number | undefined {
  const ends = optimSchedulers.flatMap(({ scheduler, schedulerConf }) => {
    const end = schedulerConf && scheduler && partOf(scheduler, schedulerConf);
    return end !== undefined && Number.isFinite(end) ? [Math.ceil(end) * experiment.accumGrad] : [];
  });
  return ends.length === 0 ? undefined : Math.max(...ends);
}

const several = (number: number, noun: string) =>
  `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;

/**
 * How many steps of some configurations are drawn: what the command line says, else the epochs (of the command line
 * or the file) times the steps of one, else to the end that a schedule has, else four times the longest warm-up, else
 * 10,000.
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
    return { steps, stepsPerEpoch, reason: several(steps, 'step') };
  }
  const stepsPerEpoch = options.stepsPerEpoch ?? fileStepsPerEpoch;
  if (stepsPerEpoch !== undefined && totalEpochs !== undefined) {
    const origin = epochs === undefined ? ' (num_epochs of the file)' : '';
    return {
      steps: totalEpochs * stepsPerEpoch,
      stepsPerEpoch,
      reason: `${several(totalEpochs, 'epoch')}${origin} of ${several(stepsPerEpoch, 'step')}`,
    };
  }
  const missing =
    stepsPerEpoch === undefined
      ? 'the steps of an epoch are not known; give --steps-per-epoch or --steps'
      : 'the epochs are not known; give --epochs or --steps';
  const { length, what } = guessedLength(configs, stepsPerEpoch);
  return { steps: length, stepsPerEpoch, reason: `${what}: ${missing}` };
}

/** A length that shows the whole of the schedules: to the end that they have, else some times their warm-up. */
function guessedLength(configs: readonly Config[], stepsPerEpoch: number | undefined) {
  const most = (partOf: Parameters<typeof longest>[1]) =>
    Math.max(0, ...configs.flatMap((config) => longest(config, partOf) ?? []));
  const end = most((scheduler, conf) => {
    const { at = 0, unit = 'real steps' } = scheduler.end?.(conf) ?? {};
    return unit === 'epochs' ? at * (stepsPerEpoch ?? 0) : at;
  });
  if (end > 0) return { length: end, what: `${several(end, 'step')}, to the end of the schedule` };
  const warmup = most((scheduler, conf) => scheduler.warmupEnd?.(conf));
  if (warmup === 0) return { length: withoutWarmup, what: several(withoutWarmup, 'step') };
  const length = warmups * warmup;
  return { length, what: `${several(length, 'step')}, ${warmups} times the warm-up` };
}
