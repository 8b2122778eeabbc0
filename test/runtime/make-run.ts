import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, parseDocument, readConfig } from '@optim-sches/schemas';
import { type Dataset, type Model, OptimScheduler, RegistryOptimScheduler } from 'optim-sches';
import { afterAll } from 'vitest';
import { newestCheckpoint } from '../../runtime/src/checkpoint/store.js';
import {
  Checkpoints,
  checkpointFolder,
  metricsBytes,
  restore,
} from '../../runtime/src/training/checkpoints.js';
import type { StepRecord } from '../../runtime/src/training/metrics.js';
import { Monitor, type MonitorOptions } from '../../runtime/src/training/monitor.js';
import { openRecorder } from '../../runtime/src/training/recorder.js';
import { type LoopSettings, type Run, startPosition } from '../../runtime/src/training/run.js';

const folders: string[] = [];

/** A new folder that is removed after the tests. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'optim-sches-'));
  folders.push(folder);
  return folder;
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export interface RunOptions {
  readonly config: Config | string;
  readonly model: Model;
  readonly train: Dataset;
  readonly valid?: Dataset;
  readonly settings?: Partial<LoopSettings>;
  readonly monitor?: Partial<MonitorOptions>;
  readonly folder?: string;
  /** Steps between checkpoints. */
  readonly every?: number;
  readonly wantsStop?: () => boolean;
  readonly create?: (config: Config, model: Model) => OptimScheduler[];
}

/** A run with what it says kept in lists. Goes on from the newest checkpoint of its folder, when there is one. */
export function makeRun(options: RunOptions) {
  const config =
    typeof options.config === 'string' ? readConfig(parseDocument(options.config)) : options.config;
  const { model, folder = temporaryFolder(), create = builtin } = options;
  const { checkpoint, broken } = newestCheckpoint(checkpointFolder(folder));
  const steps: StepRecord[] = [];
  const notices: string[] = [];
  const validations: number[] = [];
  const recorder = openRecorder({
    folder,
    metricsBytes: checkpoint === undefined ? 0 : metricsBytes(checkpoint),
    fromStep: (checkpoint?.step ?? 0) + 1,
    progress: {
      step: (record) => steps.push(record),
      valid: (epoch) => validations.push(epoch),
      notice: (text) => notices.push(text),
      stop: () => undefined,
    },
  });
  const run: Run = {
    settings: {
      seed: 0,
      accumGrad: config.experiment.accumGrad,
      numEpochs: config.experiment.numEpochs ?? 1,
      validPerEpochs: 1,
      maxSteps: undefined,
      ...options.settings,
    },
    model,
    train: options.train,
    valid: options.valid,
    optimSchedulers: create(config, model),
    monitor: new Monitor({
      criteria: [],
      patience: null,
      threshold: 0,
      lastModelNumber: 1,
      ...options.monitor,
    }),
    position: startPosition(),
    recorder,
    checkpoints: new Checkpoints(folder, { every: options.every ?? 1_000_000, savedStep: checkpoint?.step }),
    wantsStop: options.wantsStop ?? (() => false),
  };
  if (checkpoint !== undefined) restore(run, checkpoint);
  return { run, folder, steps, notices, validations, broken };
}

function builtin({ optimSchedulers, experiment }: Config, { parameters }: Model): OptimScheduler[] {
  return optimSchedulers.map((conf) =>
    OptimScheduler.create(RegistryOptimScheduler, { conf, parameters, experiment }),
  );
}

/** The lines of metrics.jsonl without their times. */
export function metricsOf(folder: string): unknown[] {
  const lines = readFileSync(join(folder, 'metrics.jsonl'), 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => {
    const { time, ...rest } = JSON.parse(line) as Record<string, unknown>;
    if (typeof time !== 'number') throw new Error(`a line without time: ${line}`);
    return rest;
  });
}
