import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { TrainingHost } from '../train/training.js';
import { deleteRuns } from './delete-run.js';
import { readRun } from './read-run.js';
import type { RunNode } from './run-item.js';
import type { RunStore } from './run-store.js';

/** What a command gets from the tree: the row it was called on, and all that are selected. */
type Handler = (node?: unknown, selected?: unknown) => Promise<void>;

/** The commands of the history's rows. `selection` is that of the tree, for commands that were called without a row. */
export function runCommands(
  host: TrainingHost,
  store: RunStore,
  selection: () => readonly RunNode[],
): vscode.Disposable {
  /** The runs that a command is about. */
  const runsOf = (node: unknown, selected: unknown): vscode.Uri[] => {
    const nodes = Array.isArray(selected) && selected.length > 0 ? selected : [node ?? selection()];
    const uris = nodes.flat().flatMap((each: unknown) => uriOf(each) ?? []);
    return [...new Map(uris.map((uri) => [uri.toString(), uri])).values()];
  };
  const register = (name: string, handler: Handler) =>
    vscode.commands.registerCommand(`optimSches.runs.${name}`, handler);
  const each =
    (act: (run: vscode.Uri) => Promise<void>): Handler =>
    async (node, selected) => {
      const [first] = runsOf(node, selected);
      if (first) await act(first);
    };

  return vscode.Disposable.from(
    register('refresh', () => store.reload()),
    register(
      'showCurve',
      each((run) => host.showPreview({ uri: configOf(run), runs: [run] })),
    ),
    register('compare', async (node, selected) => {
      const given = runsOf(node, selected);
      const runs = given.length > 1 ? given : await chooseRuns(store, given);
      const [first] = runs;
      if (first && runs.length > 1) await host.showPreview({ uri: configOf(first), runs });
    }),
    register('openFolder', each(openFolder)),
    register('openConfiguration', each(openConfiguration)),
    register('delete', async (node, selected) => {
      for (const { fsPath } of await deleteRuns(runsOf(node, selected))) store.changed(fsPath);
    }),
  );
}

const configOf = (run: vscode.Uri) => vscode.Uri.joinPath(run, 'config.yaml');

function uriOf(node: unknown): vscode.Uri | undefined {
  if (node instanceof vscode.Uri) return node;
  const uri = typeof node === 'object' && node !== null && 'uri' in node ? node.uri : undefined;
  return uri instanceof vscode.Uri ? uri : undefined;
}

/** The folder in the system's own window; in the explorer where that would open on another machine. */
async function openFolder(run: vscode.Uri): Promise<void> {
  const isRemote = vscode.env.remoteName !== undefined || vscode.env.uiKind === vscode.UIKind.Web;
  await vscode.commands.executeCommand(isRemote ? 'revealInExplorer' : 'revealFileInOS', run);
}

/** The configuration that was given; where it is gone, the one that the run has kept. */
async function openConfiguration(run: vscode.Uri): Promise<void> {
  const given = (await readRun(run.fsPath))?.file.config;
  const uri = given !== undefined && existsSync(given) ? vscode.Uri.file(given) : configOf(run);
  await vscode.window.showTextDocument(uri);
}

/** Lets the user choose two or more runs to compare; those that are given are chosen already. */
async function chooseRuns(store: RunStore, given: readonly vscode.Uri[]): Promise<readonly vscode.Uri[]> {
  const chosen = new Set(given.map(({ fsPath }) => fsPath));
  const items = (await store.all()).map(({ folder, name }) => ({
    label: name,
    description: basename(folder),
    picked: chosen.has(folder),
    uri: vscode.Uri.file(folder),
  }));
  const picked = await vscode.window.showQuickPick(items, {
    canPickMany: true,
    matchOnDescription: true,
    placeHolder: vscode.l10n.t('Choose two or more runs'),
  });
  if (picked?.length === 1)
    void vscode.window.showInformationMessage(vscode.l10n.t('A comparison needs two runs or more.'));
  return (picked ?? []).map(({ uri }) => uri);
}
