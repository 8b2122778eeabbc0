import { basename } from 'node:path';
import * as vscode from 'vscode';
import { newestCheckpoint } from '../runs/checkpoints.js';
import { readRun } from '../runs/read-run.js';
import { type EndingAction, endingText } from './ending-text.js';
import { freeBytes } from './free-bytes.js';
import type { TrainActions } from './train-commands.js';
import type { TrainingHost } from './training.js';
import type { EndedRun } from './trainings.js';

/** Tells the user how a training ended, and does what is chosen then. */
export async function showEnding(ended: EndedRun, host: TrainingHost, actions: TrainActions): Promise<void> {
  const { run: uri, name, ending } = ended;
  const folder = uri.fsPath;
  const [run, checkpoint, free] = await Promise.all([
    readRun(folder),
    newestCheckpoint(folder),
    freeBytes(folder),
  ]);
  const {
    severity,
    text,
    actions: offered,
  } = endingText(ending, {
    name,
    folder,
    run,
    checkpoint,
    freeBytes: free,
  });
  const items = offered.map((action) => ({ title: titleOf(action), action }));
  const chosen = await show(severity, text, items);
  if (chosen) await act(chosen.action, ended, host, actions);
}

interface Item extends vscode.MessageItem {
  readonly action: EndingAction;
}

function show(
  severity: 'information' | 'error',
  text: string,
  items: readonly Item[],
): Thenable<Item | undefined> {
  return severity === 'error'
    ? vscode.window.showErrorMessage(text, ...items)
    : vscode.window.showInformationMessage(text, ...items);
}

function titleOf(action: EndingAction): string {
  switch (action) {
    case 'showCurve':
      return vscode.l10n.t('Show Curve');
    case 'resume':
      return vscode.l10n.t('Resume');
    case 'openTerminal':
      return vscode.l10n.t('Open Terminal');
    case 'openProblems':
      return vscode.l10n.t('Open Problems');
    case 'openSettings':
      return vscode.l10n.t('Open Settings');
  }
}

async function act(
  action: EndingAction,
  { run, config }: EndedRun,
  host: TrainingHost,
  actions: TrainActions,
): Promise<void> {
  switch (action) {
    case 'showCurve':
      return host.showPreview({ uri: config, runs: [run] });
    case 'resume':
      return actions.resume(run);
    case 'openTerminal':
      return showTerminal(run);
    case 'openProblems':
      await vscode.commands.executeCommand('workbench.actions.view.problems');
      return;
    case 'openSettings':
      await vscode.commands.executeCommand('workbench.action.openSettings', 'optimSches.train.runtime');
  }
}

/** Shows the terminal of a run, which is named after its folder. */
async function showTerminal(run: vscode.Uri): Promise<void> {
  const name = basename(run.fsPath);
  const terminal = vscode.window.terminals.findLast((each) => each.name.includes(name));
  if (terminal) terminal.show();
  else await vscode.commands.executeCommand('workbench.action.terminal.focus');
}
