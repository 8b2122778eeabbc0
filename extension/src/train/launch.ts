import * as vscode from 'vscode';
import {
  relativeIn,
  type TrainTaskDefinition,
  taskName,
  taskType,
  trainTask,
  trainTerminal,
} from './train-task.js';
import type { Trainings } from './trainings.js';

/** The folder in which a training of a file starts; paths of its task are relative to a workspace folder alone. */
export interface Place {
  readonly folder: string;
  readonly scope: vscode.WorkspaceFolder | vscode.TaskScope.Workspace;
}

/** The workspace folder of a file; the file's own folder where it is in none. */
export function placeOf(file: vscode.Uri): Place {
  const workspaceFolder = vscode.workspace.getWorkspaceFolder(file);
  return workspaceFolder
    ? { folder: workspaceFolder.uri.fsPath, scope: workspaceFolder }
    : { folder: vscode.Uri.joinPath(file, '..').fsPath, scope: vscode.TaskScope.Workspace };
}

/** A path as tasks.json has it: relative to the workspace folder, with slashes. */
export const taskPath = ({ folder, scope }: Place, file: vscode.Uri): string =>
  (typeof scope === 'object' ? relativeIn(folder, file.fsPath) : file.fsPath).replaceAll('\\', '/');

/** Starts a training as a task. Without a workspace there are no tasks: then in a plain terminal. */
export async function launch(
  given: Omit<TrainTaskDefinition, 'type'>,
  { scope }: Place,
  trainings: Trainings,
): Promise<void> {
  const definition = { ...given, type: taskType };
  if (vscode.workspace.workspaceFolders?.length) {
    await vscode.tasks.executeTask(trainTask(definition, scope, trainings));
    return;
  }
  const pty = trainTerminal(definition, undefined, trainings);
  vscode.window.createTerminal({ name: taskName(definition), pty }).show(true);
}

/** Whether training may start at all; tells the user where it may not. */
export async function mayTrain(file: vscode.Uri): Promise<boolean> {
  if (file.scheme !== 'file') {
    void vscode.window.showErrorMessage(
      file.scheme === 'untitled'
        ? vscode.l10n.t('This configuration is not on the disk yet, so it cannot be trained. Save it first.')
        : vscode.l10n.t(
            'This file is not on a disk that programs can read ({0}), so it cannot be trained. Open its folder on this machine, or by a remote connection.',
            file.scheme,
          ),
    );
    return false;
  }
  if (vscode.workspace.isTrusted) return true;
  const manage = vscode.l10n.t('Manage Workspace Trust');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t(
      'This workspace is not trusted, so nothing is trained in it: a training runs the models, data sets and schedules that stand beside its configuration. Everything else works. Trust the workspace to train.',
    ),
    manage,
  );
  if (chosen === manage) await vscode.commands.executeCommand('workbench.trust.manage');
  return false;
}
