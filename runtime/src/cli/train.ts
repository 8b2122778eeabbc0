import { relative } from 'node:path';
import { type Backend, backendNames, startBackend } from '../backends/index.js';
import { checkpointPath } from '../checkpoint/store.js';
import { train as runTraining } from '../trainer.js';
import { Checkpoints, checkpointFolder, metricsBytes } from '../training/checkpoints.js';
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
  reportInterval,
} from '../training/progress.js';
import { openRecorder, type Recorder } from '../training/recorder.js';
import { type Outcome, type Run, startPosition } from '../training/run.js';
import { createRunFolder, newRunFile, writeRunFiles } from '../training/run-folder.js';
import { CliError, exitCode } from './cli-error.js';
import type { Io } from './io.js';
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
  let folder: string | undefined;
  try {
    const plan = await makePlan(expCfg, options, io);
    if (plan === undefined) return exitCode.problems;
    folder = plan.folder;
    const backend = await startBackend(options.backend);
    return await execute(plan, await prepare(plan.config, plan.folder), backend, options, io);
  } catch (error) {
    throw readerError(error, folder);
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
  const checkpoint = resume?.checkpoint;
  if (checkpoint === undefined) {
    for (const each of readPretrainedOf(plan.config.model))
      say(`pretrained   ${loadPretrained(model.parameters, each, pathBases(plan, io))}`);
  }
  for (const note of resume?.notes ?? []) print(note);

  const fromStep = (checkpoint?.step ?? 0) + 1;
  writeFolder(plan, backend, settings.seed, fromStep);
  const progress = openProgress(prepared, options, io, fromStep);
  const recorder = remembering(
    openRecorder({
      folder: runFolder,
      metricsBytes: checkpoint === undefined ? 0 : metricsBytes(checkpoint),
      fromStep,
      progress,
    }),
  );
  const signals = stopSignals(() => progress.notice('Stopping after this step; once more stops at once.'));
  const run: Run = {
    settings: {
      seed: settings.seed,
      accumGrad: settings.experiment.accumGrad,
      numEpochs: settings.numEpochs,
      validPerEpochs: settings.validPerEpochs,
      maxSteps: options.maxSteps,
    },
    model,
    train: data.train.data,
    valid: data.valid?.data,
    optimSchedulers,
    monitor: new Monitor(settings.monitor),
    position: startPosition(),
    recorder,
    checkpoints: new Checkpoints(runFolder, { every: options.checkpointEvery }),
    wantsStop: signals.wantsStop,
  };
  const start = performance.now();
  let outcome: Outcome;
  try {
    if (checkpoint !== undefined) {
      run.checkpoints.restore(run, checkpoint);
      say(`resumed      after training step ${checkpoint.step}`);
    }
    outcome = await runTraining(run);
  } finally {
    recorder.close();
    signals.release();
  }
  const [best] = run.monitor.best();
  const [first] = best?.epochs ?? [];
  const lines = endLines({
    outcome,
    step: run.position.step,
    seconds: (performance.now() - start) / 1000,
    losses: recorder.last()?.losses,
    runFolder: shownFolder,
    checkpoint: checkpointPath(checkpointFolder(shownFolder), run.position.step),
    best:
      best === undefined || first === undefined
        ? undefined
        : bestText(best.criterion, first.value, first.epoch),
    patience: settings.monitor.patience,
  });
  for (const line of lines) print(line);
  return outcome === 'interrupted' ? interruptedCode : exitCode.ok;
}

function writeFolder(
  { resume, runFolder, yaml, configPath, folder }: TrainPlan,
  backend: Backend,
  seed: number,
  step: number,
) {
  const command = process.argv.slice(2);
  if (resume === undefined) {
    createRunFolder(runFolder, yaml, newRunFile(backend, { seed, command, config: configPath, folder }));
    return;
  }
  const resumed = { time: new Date().toISOString(), step: step - 1, backend: backend.name, command };
  writeRunFiles(runFolder, yaml, { ...resume.run, folder, resumed: [...resume.run.resumed, resumed] });
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
    reportEvery: reportInterval(settings.reportPerSteps, stepsPerEpoch),
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
