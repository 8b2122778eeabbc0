import { relative } from 'node:path';
import { type Backend, backendNames, startBackend } from '../backends/index.js';
import { checkpointPath } from '../checkpoint/store.js';
import { train as runTraining } from '../trainer.js';
import { Checkpoints, checkpointFolder, metricsBytes, restore } from '../training/checkpoints.js';
import type { StepRecord } from '../training/metrics.js';
import { Monitor } from '../training/monitor.js';
import { type Prepared, prepare } from '../training/prepare.js';
import { loadPretrained, readPretrainedOf } from '../training/pretrained.js';
import {
  barProgress,
  type Progress,
  type ProgressOptions,
  plainProgress,
  quietProgress,
} from '../training/progress.js';
import { openRecorder, type Recorder } from '../training/recorder.js';
import { type Outcome, startPosition } from '../training/run.js';
import { CliError, exitCode } from './cli-error.js';
import type { Io } from './io.js';
import { openRun } from './open-run.js';
import { readerError } from './reader-error.js';
import { stopSignals } from './stop-signals.js';
import type { Train, TrainOptions } from './train-options.js';
import { pathBases, planNew, planResume, type TrainPlan } from './train-plan.js';
import { bestText, endLines, headerLines } from './train-texts.js';

const interruptedCode = 130;

/** `optim-sches train`: checks, prepares, trains, and says how it ended. Answers the exit code. */
export const train: Train = async (expCfg, options, io) => {
  if (options.backend !== undefined && !backendNames.includes(options.backend))
    throw new CliError(`There is no backend "${options.backend}". There are: ${backendNames.join(', ')}.`);
  if (expCfg === undefined && options.resume === undefined)
    throw new CliError('Name the experiment to train, or a run to go on with by --resume.');
  let plan: TrainPlan | undefined;
  try {
    plan = await makePlan(expCfg, options, io);
    if (plan === undefined) return exitCode.problems;
    const backend = await startBackend(options.backend);
    return await execute(plan, await prepare(plan.config, plan.folder), backend, options, io);
  } catch (error) {
    throw readerError(error, plan ?? {});
  }
};

function makePlan(expCfg: string | undefined, options: TrainOptions, io: Io): Promise<TrainPlan | undefined> {
  if (options.resume !== undefined) return planResume(options.resume, expCfg, options, io);
  return planNew(expCfg ?? '', options, io);
}

async function execute(
  plan: TrainPlan,
  prepared: Prepared,
  backend: Backend,
  options: TrainOptions,
  io: Io,
): Promise<number> {
  const { resume, runFolder } = plan;
  const { settings, model, data, optimSchedulers } = prepared;
  const print = (line: string) => io.stdout.write(`${line}\n`);
  const say = options.quiet ? () => undefined : print;
  const shownFolder = relative(io.cwd, runFolder) || '.';
  for (const line of headerLines(prepared, backend.reason, shownFolder)) say(line);
  for (const note of resume?.notes ?? []) print(note);

  // Whatever may be refused comes before the first file is written.
  const checkpoint = resume?.checkpoint;
  const state = { model, optimSchedulers, monitor: new Monitor(settings.monitor), position: startPosition() };
  if (checkpoint === undefined) {
    for (const each of readPretrainedOf(plan.config.model))
      say(`pretrained   ${loadPretrained(model.parameters, each, pathBases(plan, io))}`);
  } else {
    restore(state, checkpoint);
    say(`resumed      after training step ${checkpoint.step}`);
  }

  const fromStep = state.position.step + 1;
  const progress = openProgress(prepared, options, io, fromStep);
  const opened = openRun(plan, prepared, backend, { step: state.position.step, maxSteps: options.maxSteps });
  const signals = stopSignals(io, {
    onWish: () => progress.notice('Stopping after this step; once more stops at once.'),
    onEnd: () => progress.stop(),
  });
  const bytes = checkpoint === undefined ? 0 : metricsBytes(checkpoint);
  const recorder = remembering(openRecorder({ folder: runFolder, metricsBytes: bytes, fromStep, progress }));
  const start = performance.now();
  let outcome: Outcome;
  try {
    outcome = await runTraining({
      ...state,
      settings: {
        seed: settings.seed,
        accumGrad: settings.experiment.accumGrad,
        numEpochs: settings.numEpochs,
        validPerEpochs: settings.validPerEpochs,
        maxSteps: options.maxSteps,
      },
      train: data.train.data,
      valid: data.valid?.data,
      recorder,
      checkpoints: new Checkpoints(runFolder, {
        every: options.checkpointEvery,
        savedStep: checkpoint?.step,
      }),
      wantsStop: signals.wantsStop,
    });
    opened.ended({ step: state.position.step, outcome });
  } catch (error) {
    opened.failed(state.position.step, error);
    throw error;
  } finally {
    recorder.close();
    signals.release();
    opened.release();
  }
  const ending = {
    outcome,
    step: state.position.step,
    seconds: (performance.now() - start) / 1000,
    losses: recorder.last()?.losses,
    runFolder: shownFolder,
    checkpoint: checkpointPath(checkpointFolder(shownFolder), state.position.step),
    best: bestText(state.monitor.best()),
    patience: settings.monitor.patience,
  };
  for (const line of endLines(ending)) print(line);
  return outcome === 'interrupted' ? interruptedCode : exitCode.ok;
}

function openProgress(
  { settings, data }: Prepared,
  options: TrainOptions,
  io: Io,
  fromStep: number,
): Progress {
  const print = (line: string) => io.stdout.write(`${line}\n`);
  if (options.quiet) return quietProgress(print);
  const stepsPerEpoch = data.train.data.length;
  const all = settings.numEpochs * stepsPerEpoch;
  const progressOptions: ProgressOptions = {
    fromStep,
    totalSteps: options.maxSteps === undefined ? all : Math.min(options.maxSteps, all),
    numEpochs: settings.numEpochs,
    stepsPerEpoch,
    reportPerSteps: settings.reportPerSteps,
    print,
  };
  return process.stdout.isTTY ? barProgress(progressOptions, process.stdout) : plainProgress(progressOptions);
}

/** A recorder that knows the last training step. */
function remembering(recorder: Recorder): Recorder & { last(): StepRecord | undefined } {
  let last: StepRecord | undefined;
  return {
    ...recorder,
    step(record) {
      last = record;
      recorder.step(record);
    },
    last: () => last,
  };
}
