import type { Io } from './io.js';

/** The options of `train` as the command line gives them. */
export interface TrainOptions {
  /** The run folder. */
  readonly run?: string;
  /** A run folder to go on with. */
  readonly resume?: string;
  readonly backend?: string;
  readonly maxSteps?: number;
  /** Training steps between two checkpoints; default: half a minute. */
  readonly checkpointEvery?: number;
  readonly quiet?: boolean;
  /** `key=value` pairs that replace keys of the configuration, in the order given. */
  readonly set?: readonly string[];
}

/** What `train.ts` exports as `train`: answers the exit code. `expCfg` may be missing only with `resume`. */
export type Train = (expCfg: string | undefined, options: TrainOptions, io: Io) => Promise<number>;
