import { TextDecoder } from 'node:util';
import * as vscode from 'vscode';
import { placeOf, taskPath } from './launch.js';
import { looksLikeExperiment } from './looks-like-experiment.js';
import { type TrainTaskDefinition, taskType, trainTask } from './train-task.js';
import type { Trainings } from './trainings.js';

const mostFiles = 500;
const mostTasks = 50;
const excluded = '**/{node_modules,.git,runs,dist}/**';

/** Lists the experiments of the workspace as tasks, and completes those of tasks.json. */
export class TrainTaskProvider implements vscode.TaskProvider {
  readonly #trainings: Trainings;

  constructor(trainings: Trainings) {
    this.#trainings = trainings;
  }

  async provideTasks(token: vscode.CancellationToken): Promise<vscode.Task[]> {
    if (!vscode.workspace.isTrusted) return [];
    const tasks: vscode.Task[] = [];
    const files = await vscode.workspace.findFiles('**/*.{yaml,yml}', excluded, mostFiles, token);
    for (const file of files.sort((a, b) => a.path.localeCompare(b.path))) {
      if (token.isCancellationRequested || tasks.length >= mostTasks) break;
      if (file.scheme !== 'file' || !(await isExperiment(file))) continue;
      const place = placeOf(file);
      tasks.push(trainTask({ type: taskType, config: taskPath(place, file) }, place.scope, this.#trainings));
    }
    return tasks;
  }

  resolveTask(task: vscode.Task): vscode.Task | undefined {
    const { definition, scope } = task;
    if (!isTrainTask(definition)) return undefined;
    const folder = typeof scope === 'object' ? scope : vscode.workspace.workspaceFolders?.[0];
    return trainTask(definition, folder ?? vscode.TaskScope.Workspace, this.#trainings);
  }
}

function isTrainTask(definition: vscode.TaskDefinition): definition is TrainTaskDefinition {
  const { type, config, resume } = definition;
  return type === taskType && (typeof config === 'string' || typeof resume === 'string');
}

/** Larger files are data. */
const largest = 1 << 20;

async function isExperiment(file: vscode.Uri): Promise<boolean> {
  try {
    const { size } = await vscode.workspace.fs.stat(file);
    if (size > largest) return false;
    return looksLikeExperiment(new TextDecoder().decode(await vscode.workspace.fs.readFile(file)));
  } catch {
    return false;
  }
}
