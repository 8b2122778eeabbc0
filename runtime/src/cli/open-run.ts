import type { Backend } from '../backends/index.js';
import type { Prepared } from '../training/prepare.js';
import {
  createRunFolder,
  type Ended,
  newRunFile,
  type RunFile,
  type RunLength,
  writeRunFile,
  writeRunFiles,
} from '../training/run-folder.js';
import { lockRun } from '../training/run-lock.js';
import type { TrainPlan } from './train-plan.js';

/** A run folder that is this process's own. */
export interface OpenRun {
  /** Writes how the training ended. */
  ended(end: Omit<Ended, 'time'>): void;
  /** Writes that the training failed, as far as that is possible, and why. */
  failed(step: number, error: unknown): void;
  /** Gives the folder back to others. */
  release(): void;
}

/** Where a start of a training begins, and where it is to stop. */
export interface StartOfRun {
  /** The training steps that are done. */
  readonly step: number;
  readonly maxSteps: number | undefined;
}

/**
 * Makes the folder of a new run, or notes in the one of an earlier run that it goes on; takes it for this process.
 * Throws when another process is training in it.
 */
export function openRun(
  plan: TrainPlan,
  { settings, data }: Prepared,
  backend: Backend,
  { step, maxSteps }: StartOfRun,
): OpenRun {
  const { resume, runFolder, yaml, configPath, folder } = plan;
  const command = process.argv.slice(2);
  const stepsPerEpoch = data.train.data.length;
  const { numEpochs, seed } = settings;
  const length: RunLength = { totalSteps: numEpochs * stepsPerEpoch, stepsPerEpoch, numEpochs, maxSteps };
  let run: RunFile;
  let unlock: () => void;
  if (resume === undefined) {
    run = newRunFile(backend, { seed, command, config: configPath, folder, ...length });
    createRunFolder(runFolder, yaml, run);
    unlock = lockRun(runFolder);
  } else {
    unlock = lockRun(runFolder);
    const resumed = { time: new Date().toISOString(), step, backend: backend.name, command };
    run = { ...resume.run, folder, ...length, resumed: [...resume.run.resumed, resumed], ended: undefined };
    writeRunFiles(runFolder, yaml, run);
  }
  const ended = (end: Omit<Ended, 'time'>) =>
    writeRunFile(runFolder, { ...run, ended: { time: new Date().toISOString(), ...end } });
  return {
    ended,
    failed(at, error) {
      try {
        ended({
          step: at,
          outcome: 'failed',
          reason: error instanceof Error ? error.message : String(error),
        });
      } catch {
        // A full disk, say: what went wrong first is what the user must hear of.
      }
    },
    release: unlock,
  };
}
