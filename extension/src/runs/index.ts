import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { TrainingHost } from '../train/training.js';
import type { Trainings } from '../train/trainings.js';
import { runCommands } from './run-commands.js';
import { stateText } from './run-item.js';
import { RunStore } from './run-store.js';
import { RunTree } from './run-tree.js';

/** Milliseconds between two looks at runs in progress, while the history is in sight. */
const runningInterval = 2000;

export interface RunsDependencies {
  readonly host: TrainingHost;
  readonly trainings: Trainings;
}

/** The run history, for the rest of the extension. */
export interface Runs extends vscode.Disposable {
  /** Lets the user choose a run that can go on; undefined when there is none, or none is chosen. */
  chooseResumable(): Promise<vscode.Uri | undefined>;
}

/** Brings the view of the runs of this workspace, and what can be done with them. */
export function registerRuns({ host, trainings }: RunsDependencies): Runs {
  const store = new RunStore();
  const view = vscode.window.createTreeView('optimSches.runs', {
    treeDataProvider: new RunTree(store),
    canSelectMany: true,
    showCollapseAll: true,
  });
  const timer = setInterval(() => {
    if (view.visible) store.readRunning();
  }, runningInterval);
  const changed = ({ run }: { readonly run: vscode.Uri }) => store.changed(run.fsPath);
  const all = vscode.Disposable.from(
    store,
    view,
    new vscode.Disposable(() => clearInterval(timer)),
    trainings.onDidStart(changed),
    trainings.onDidEnd(changed),
    // A folder may have been removed as a whole, of which no watcher of its files hears.
    view.onDidChangeVisibility(({ visible }) => {
      if (visible) void store.reload();
    }),
    runCommands(host, store, () => view.selection),
  );
  return {
    chooseResumable: () => chooseResumable(store),
    dispose: () => all.dispose(),
  };
}

async function chooseResumable(store: RunStore): Promise<vscode.Uri | undefined> {
  await store.reload();
  const runs = (await store.all()).filter(({ state }) => state === 'stopped' || state === 'crashed');
  if (runs.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('There is no run in this workspace that was stopped and could go on.'),
    );
    return undefined;
  }
  const items = runs.map((run) => ({
    label: run.name,
    description: basename(run.folder),
    detail: stateText(run),
    uri: vscode.Uri.file(run.folder),
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    matchOnDescription: true,
    placeHolder: vscode.l10n.t('Which run should go on?'),
  });
  return chosen?.uri;
}
