import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import * as vscode from 'vscode';
import { readRun } from '../runs/read-run.js';
import { newRunFolder } from './run-name.js';
import { TrainingTerminal } from './terminal.js';
import type { TrainRequest } from './train-arguments.js';
import type { Trainings } from './trainings.js';

export const taskType = 'optim-sches';

/** A task of tasks.json, or one that was made here; paths are relative to the workspace folder. */
export interface TrainTaskDefinition extends vscode.TaskDefinition, TrainRequest {}

/** A training that is to be started, with absolute paths. */
export interface Job {
  readonly config: vscode.Uri;
  readonly run: vscode.Uri;
  readonly cwd: string;
  /** As the command line gets it, relative to `cwd`. */
  readonly request: TrainRequest;
}

/** The terminal of a training: it starts when the terminal is opened. `folder` is that to which paths are relative. */
export function trainTerminal(
  definition: TrainTaskDefinition,
  folder: string | undefined,
  trainings: Trainings,
): TrainingTerminal {
  return new TrainingTerminal(async (terminal) => {
    const job = await jobOf(definition, folder);
    if (typeof job !== 'string') return trainings.begin(job, terminal);
    terminal.write(`${job}\n`);
    terminal.close(2);
    return undefined;
  });
}

/** A task that trains in a terminal of its own when it is started. */
export function trainTask(
  definition: TrainTaskDefinition,
  scope: vscode.WorkspaceFolder | vscode.TaskScope.Workspace,
  trainings: Trainings,
): vscode.Task {
  const folder = typeof scope === 'object' ? scope.uri.fsPath : undefined;
  const execution = new vscode.CustomExecution(
    // The one that is handed over has its variables (`${file}`) replaced.
    async (resolved) => trainTerminal({ ...definition, ...resolved }, folder, trainings),
  );
  const task = new vscode.Task(definition, scope, taskName(definition), taskType, execution, '$optim-sches');
  task.group = vscode.TaskGroup.Build;
  // Otherwise VS Code says "Building…" beside our own progress.
  task.isBackground = true;
  task.detail = definition.resume ?? definition.config ?? '';
  task.presentationOptions = {
    // Shown by itself only when something went wrong.
    reveal: vscode.TaskRevealKind.Silent,
    panel: vscode.TaskPanelKind.Dedicated,
    focus: false,
    clear: false,
    showReuseMessage: false,
  };
  return task;
}

/** What a task is called: its run, or what it trains. */
export function taskName({ config = '', run, resume }: TrainTaskDefinition): string {
  if (resume !== undefined) return vscode.l10n.t('resume {0}', basename(resume));
  return run === undefined ? vscode.l10n.t('train {0}', config) : basename(run);
}

/** The training that a task's definition describes, or what is wrong with it. */
async function jobOf(
  definition: TrainTaskDefinition,
  folderOfTask: string | undefined,
): Promise<Job | string> {
  const { config, run, resume, maxSteps, backend, set } = definition;
  const given = resume ?? config;
  if (given === undefined)
    return vscode.l10n.t('The task names nothing to train. Give it a "config", or a run to "resume".');
  const cwd = folderOfTask ?? (isAbsolute(given) ? dirname(given) : process.cwd());
  const inFolder = (path: string) => relativeIn(cwd, resolve(cwd, path));
  const options = { maxSteps, backend, set };
  if (resume !== undefined) {
    const folder = resolve(cwd, resume);
    const known = (await readRun(folder))?.file.config;
    return {
      config: vscode.Uri.file(resolve(cwd, config ?? known ?? join(folder, 'config.yaml'))),
      run: vscode.Uri.file(folder),
      cwd,
      request: { resume: inFolder(folder), ...options },
    };
  }
  const path = resolve(cwd, config ?? '');
  const folder = run === undefined || run === '' ? newRunFolder(cwd, path) : resolve(cwd, run);
  return {
    config: vscode.Uri.file(path),
    run: vscode.Uri.file(folder),
    cwd,
    request: { config: inFolder(path), run: inFolder(folder), ...options },
  };
}

/** A path as one would write it in a folder: relative where it is inside. */
export function relativeIn(folder: string, path: string): string {
  const inside = relative(folder, path);
  return inside.startsWith('..') || isAbsolute(inside) ? path : inside;
}
