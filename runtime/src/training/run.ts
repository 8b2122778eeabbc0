import type { Dataset } from '../data/dataset.js';
import type { Model } from '../models/model.js';
import type { OptimScheduler } from '../optim-scheduler.js';
import type { Checkpoints } from './checkpoints.js';
import type { Monitor } from './monitor.js';
import type { Recorder } from './recorder.js';

/** The Runner's arguments that a training loop needs. */
export interface LoopSettings {
  readonly seed: number;
  readonly accumGrad: number;
  readonly numEpochs: number;
  /** Validation after every epoch for which (epoch - 1) is a multiple of this. */
  readonly validPerEpochs: number;
  /** The training step after which to stop, resumable; undefined: none. */
  readonly maxSteps: number | undefined;
}

/** Where a run stands. */
export interface Position {
  /** Training steps done, over all epochs. */
  step: number;
  /** The epoch of the next training step, from 1. */
  epoch: number;
  /** The next batch of that epoch, from 0. */
  index: number;
  /** Losses of the epoch so far: for the means that `train` criteria look at. */
  sums: Record<string, number>;
  /** Steps in `sums`. */
  count: number;
  /** The last training step of each epoch whose model is kept. */
  epochSteps: Record<string, number>;
}

export const startPosition = (): Position => ({
  step: 0,
  epoch: 1,
  index: 0,
  sums: {},
  count: 0,
  epochSteps: {},
});

/** Everything that the training loop works with. */
export interface Run {
  readonly settings: LoopSettings;
  readonly model: Model;
  readonly train: Dataset;
  readonly valid: Dataset | undefined;
  readonly optimSchedulers: readonly OptimScheduler[];
  readonly monitor: Monitor;
  readonly position: Position;
  readonly recorder: Recorder;
  readonly checkpoints: Checkpoints;
  /** True when the user wants it to stop: it saves and ends at the next training step. */
  readonly wantsStop: () => boolean;
}

/** Why a training ended. */
export type Outcome = 'finished' | 'early-stopping' | 'max-steps' | 'interrupted';
