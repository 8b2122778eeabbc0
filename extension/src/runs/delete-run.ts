import { basename } from 'node:path';
import * as vscode from 'vscode';
import { folderBytes } from './checkpoints.js';
import { bytesText } from './number-texts.js';
import { readRun } from './read-run.js';

/** Deletes runs after asking, to the trash where there is one. Answers those that are gone. */
export async function deleteRuns(runs: readonly vscode.Uri[]): Promise<readonly vscode.Uri[]> {
  for (const uri of runs) {
    if ((await readRun(uri.fsPath))?.state !== 'running') continue;
    void vscode.window.showErrorMessage(
      vscode.l10n.t('{0} is being trained, so it is not deleted. Stop it first.', basename(uri.fsPath)),
    );
    return [];
  }
  if (!(await confirmed(runs))) return [];
  const deleted: vscode.Uri[] = [];
  for (const uri of runs) if (await remove(uri)) deleted.push(uri);
  return deleted;
}

async function confirmed(runs: readonly vscode.Uri[]): Promise<boolean> {
  const sizes = await Promise.all(runs.map(({ fsPath }) => folderBytes(fsPath)));
  const size = bytesText(
    sizes.reduce((sum, each) => sum + each, 0),
    vscode.env.language,
  );
  const [first] = runs;
  if (first === undefined) return false;
  const question =
    runs.length === 1
      ? vscode.l10n.t('Delete the run {0}?', basename(first.fsPath))
      : vscode.l10n.t('Delete {0} runs?', runs.length);
  const remove = vscode.l10n.t('Delete');
  const detail = [
    ...runs.map(({ fsPath }) => fsPath),
    vscode.l10n.t('{0} with metrics and checkpoints. It goes to the trash where there is one.', size),
  ].join('\n');
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, remove)) === remove;
}

async function remove(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.delete(uri, { recursive: true, useTrash: true });
    return true;
  } catch (error) {
    const forGood = vscode.l10n.t('Delete for Good');
    const chosen = await vscode.window.showWarningMessage(
      vscode.l10n.t('{0} cannot be moved to the trash.', basename(uri.fsPath)),
      { modal: true, detail: error instanceof Error ? error.message : String(error) },
      forGood,
    );
    if (chosen !== forGood) return false;
  }
  try {
    await vscode.workspace.fs.delete(uri, { recursive: true, useTrash: false });
    return true;
  } catch (error) {
    void vscode.window.showErrorMessage(
      vscode.l10n.t(
        '{0} could not be deleted: {1}',
        uri.fsPath,
        error instanceof Error ? error.message : String(error),
      ),
    );
    return false;
  }
}
