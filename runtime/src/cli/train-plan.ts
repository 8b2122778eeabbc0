import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Config, check, parseDocument, readConfig } from '@optim-sches/schemas';
import { type Checkpoint, newestCheckpoint } from '../checkpoint/store.js';
import { checkpointFolder } from '../training/checkpoints.js';
import { whyNotTrainable } from '../training/prepare.js';
import { configDifferences, resolvedConfig } from '../training/resolve-config.js';
import { assertFree, defaultRunFolder, type RunFile, readRunFolder } from '../training/run-folder.js';
import { setValues } from '../training/set-values.js';
import { type CheckSettings, checkText, isSerious } from './check-text.js';
import { CliError, exitCode } from './cli-error.js';
import { type CheckedFile, formatProblems } from './format/format-problems.js';
import type { Io } from './io.js';
import { readArgument } from './read-text.js';
import type { TrainOptions } from './train-options.js';
import { findCodeFile, findConfigFile, findUserClasses, findUserModel, folderOf } from './user-files.js';
import { packageVersion } from './version.js';

/** What is to be trained, checked; nothing has been written or started. */
export interface TrainPlan {
  /** Read from `yaml`: what is trained is what the run folder keeps. */
  readonly config: Config;
  readonly yaml: string;
  /** The configuration as it was given, and the folder of the user's own code. */
  readonly configPath: string;
  readonly folder: string;
  readonly runFolder: string;
  readonly resume?: Resume;
}

/** The run that is gone on with. */
export interface Resume {
  readonly run: RunFile;
  /** Undefined when it was stopped before its first checkpoint: it starts anew in its folder. */
  readonly checkpoint: Checkpoint | undefined;
  /** What a reader should know: broken checkpoints, changed settings. */
  readonly notes: readonly string[];
}

/** The plan of a new run. Undefined when the configuration is wrong: its problems have been shown. */
export async function planNew(expCfg: string, options: TrainOptions, io: Io): Promise<TrainPlan | undefined> {
  const read = await readExperiment(expCfg, options, io);
  if (read === undefined) return undefined;
  const { run } = options;
  const runFolder = run === undefined ? defaultRunFolder(io.cwd, read.configPath) : resolve(io.cwd, run);
  assertFree(runFolder, run ?? runFolder);
  return { ...read, runFolder };
}

/**
 * The plan of a run that goes on: with the configuration of its folder, or with `expCfg` when one is named, whose
 * changes then take effect and are told.
 */
export async function planResume(
  resumeFolder: string,
  expCfg: string | undefined,
  options: TrainOptions,
  io: Io,
): Promise<TrainPlan | undefined> {
  if (options.run !== undefined)
    throw new CliError('--run and --resume exclude each other: a resumed run stays in its folder.');
  const runFolder = resolve(io.cwd, resumeFolder);
  const { run, config: saved } = readRunFolder(runFolder, resumeFolder);
  const given = expCfg === undefined ? undefined : await readExperiment(expCfg, options, io);
  if (expCfg !== undefined && given === undefined) return undefined;
  const changed = given?.yaml ?? changedText(saved, options);
  const folder = given?.folder ?? run.folder;
  const config = readResolved(changed, join(resumeFolder, 'config.yaml'), folder, io);
  if (config === undefined) return undefined;

  const { checkpoint, broken } = newestCheckpoint(checkpointFolder(runFolder));
  const notes = [
    ...broken.map(({ path, why }) => `The checkpoint ${path} is broken and is not used: ${why}.`),
    ...(checkpoint === undefined ? ['The run has no checkpoint yet: it starts from the beginning.'] : []),
    ...configDifferences(saved, changed).map((line) => `Changed since the run began: ${line}`),
  ];
  return {
    config,
    yaml: changed,
    configPath: given?.configPath ?? run.config,
    folder,
    runFolder,
    resume: { run, checkpoint, notes },
  };
}

/** Reads, changes (`--set`) and checks an experiment. Undefined when it is wrong: its problems have been shown. */
async function readExperiment(expCfg: string, options: TrainOptions, io: Io) {
  const input = await readArgument(expCfg, io);
  const text = changedText(input.text, options);
  const { config, files, folder } = checkText({ path: input.path, text }, settings, io);
  if (!show(files, options, io)) return undefined;
  const reason = whyNotTrainable(config);
  if (reason !== undefined) throw new CliError(`${input.path}: ${reason}`, exitCode.problems);
  const readFile = (path: string) => {
    const file = findConfigFile(path, folder, io);
    return file === undefined ? undefined : readFileSync(file, 'utf8');
  };
  const yaml = resolvedConfig(config, readFile);
  const configPath = input.path === '<stdin>' ? join(io.cwd, 'stdin.yaml') : resolve(io.cwd, input.path);
  return { yaml, configPath, folder: folderOf(input.path, io), config: readConfig(parseDocument(yaml)) };
}

function changedText(text: string, { set = [] }: TrainOptions): string {
  try {
    return setValues(text, set);
  } catch (error) {
    throw new CliError(error instanceof Error ? error.message : String(error));
  }
}

const settings: CheckSettings = { target: 'runtime' };

/** Reads and checks the configuration of a run folder, whose own code stands elsewhere. */
function readResolved(yaml: string, path: string, folder: string, io: Io): Config | undefined {
  const config = readConfig(parseDocument(yaml));
  const problems = check(config, {
    ...settings,
    findModel: (modelType) => findUserModel(folder, modelType),
    hasModule: (name) => findCodeFile(folder, name) !== undefined,
    classesOf: (name) => findUserClasses(folder, name),
  });
  if (!show([{ path, text: yaml, problems }], { quiet: true }, io)) return undefined;
  const reason = whyNotTrainable(config);
  if (reason !== undefined) throw new CliError(`${path}: ${reason}`, exitCode.problems);
  return config;
}

/** Shows the problems as `check` does. False when one is an error, so that training must not start. */
function show(files: readonly CheckedFile[], options: TrainOptions, io: Io): boolean {
  const isWrong = files.some(({ problems }) => problems.some(({ severity }) => severity === 'error'));
  const shown = files
    .map((file) => ({
      ...file,
      problems: file.problems.filter((each) => isSerious(each) && (isWrong || !options.quiet)),
    }))
    .filter(({ problems }) => problems.length > 0);
  if (shown.length > 0) {
    const { colours, width } = io.stderr;
    io.stderr.write(formatProblems(shown, { format: 'pretty', colours, width, version: packageVersion() }));
  }
  if (isWrong) io.stderr.write('Training was not started, and nothing was written.\n');
  return !isWrong;
}

/** Where relative paths of a configuration may start, in this order. */
export function pathBases(plan: Pick<TrainPlan, 'configPath'>, io: Io): string[] {
  return [io.cwd, dirname(plan.configPath)];
}
