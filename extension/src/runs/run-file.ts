/** What the history needs of `run.json`. Files of older versions have less. */
export interface RunFile {
  readonly started: string;
  /** The configuration as it was given: an absolute path. */
  readonly config: string;
  readonly backend: string | undefined;
  /** Of the runtime. */
  readonly version: string | undefined;
  readonly totalSteps: number | undefined;
  readonly stepsPerEpoch: number | undefined;
  readonly numEpochs: number | undefined;
  /** The training step after which it stops, where it was asked to. */
  readonly maxSteps: number | undefined;
  /** When it was gone on with. */
  readonly resumed: readonly string[];
  readonly ended: Ended | undefined;
}

export interface Ended {
  readonly time: string;
  readonly step: number;
  readonly outcome: 'finished' | 'early-stopping' | 'max-steps' | 'interrupted' | 'failed';
  readonly reason: string | undefined;
}

/** The best value by the first criterion of `best.json`. */
export interface Best {
  readonly group: string;
  readonly metric: string;
  readonly value: number;
  readonly epoch: number;
  readonly step: number;
}

/** Reads the text of a `run.json`; undefined where it is none of ours: other tools have files of this name. */
export function parseRunFile(text: string): RunFile | undefined {
  const run = objectOf(parse(text));
  if (run === undefined || typeof run.started !== 'string' || typeof run.config !== 'string')
    return undefined;
  const resumed = Array.isArray(run.resumed) ? run.resumed : [];
  return {
    started: run.started,
    config: run.config,
    backend: textOf(run.backend),
    version: textOf(objectOf(run.versions)?.['optim-sches']),
    totalSteps: numberOf(run.totalSteps),
    stepsPerEpoch: numberOf(run.stepsPerEpoch),
    numEpochs: numberOf(run.numEpochs),
    maxSteps: numberOf(run.maxSteps),
    resumed: resumed.flatMap((each: unknown) => textOf(objectOf(each)?.time) ?? []),
    ended: endedOf(objectOf(run.ended)),
  };
}

/** Reads the text of a `best.json`; undefined where nothing is the best yet. */
export function parseBest(text: string): Best | undefined {
  const criteria = objectOf(parse(text))?.criteria;
  const criterion = objectOf(Array.isArray(criteria) ? criteria[0] : undefined);
  const best = objectOf(Array.isArray(criterion?.best) ? criterion.best[0] : undefined);
  if (criterion === undefined || best === undefined) return undefined;
  return {
    group: String(criterion.group),
    metric: String(criterion.metric),
    // Infinity is a text in JSON.
    value: Number(best.value),
    epoch: Number(best.epoch),
    step: Number(best.step),
  };
}

const outcomes = ['finished', 'early-stopping', 'max-steps', 'interrupted', 'failed'] as const;

function endedOf(ended: Record<string, unknown> | undefined): Ended | undefined {
  const outcome = outcomes.find((each) => each === ended?.outcome);
  if (ended === undefined || outcome === undefined) return undefined;
  return {
    time: String(ended.time),
    step: Number(ended.step),
    outcome,
    reason: textOf(ended.reason),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined);
const numberOf = (value: unknown) => (typeof value === 'number' ? value : undefined);

function objectOf(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
