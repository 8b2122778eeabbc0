import type { Config } from '@optim-sches/schemas';

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

/** The training step at which the longest warm-up of a configuration ends; undefined when it has none. */
function longestWarmup({ optimSchedulers, experiment }: Config): number | undefined {
  const ends = optimSchedulers.flatMap(({ scheduler, schedulerConf }) => {
    const end = schedulerConf && scheduler?.warmupEnd?.(schedulerConf);
    return end !== undefined && Number.isFinite(end) ? [Math.ceil(end) * experiment.accumGrad] : [];
  });
  return ends.length === 0 ? undefined : Math.max(...ends);
}

const several = (number: number, noun: string) =>
  `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;

/**
 * How many steps of some configurations are drawn: what the command line says, else the epochs (of the command line
 * or the file) times the steps of one, else four times the longest warm-up, else 10,000.
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
  const ends = configs.flatMap((config) => longestWarmup(config) ?? []);
  const length = ends.length === 0 ? withoutWarmup : warmups * Math.max(...ends);
  const what =
    ends.length === 0 ? several(length, 'step') : `${several(length, 'step')}, ${warmups} times the warm-up`;
  return { steps: length, stepsPerEpoch, reason: `${what}: ${missing}` };
}
