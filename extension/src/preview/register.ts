import * as vscode from 'vscode';
import type { Server } from '../client/language-client.js';
import { mayHaveCurve } from '../context-keys.js';
import type { Training } from '../train/index.js';
import { chooseOther } from './choose-other.js';
import { findGhosts } from './ghost.js';
import { memoryIn } from './memory.js';
import { Panel, type PanelHost } from './panel.js';
import type { KeptState } from './protocol.js';
import { type Source, sourceOf } from './sources.js';

const viewType = 'optimSches.preview';

/** What is to be shown. */
export interface Shown {
  /** A configuration, or that of a run folder. */
  readonly uri: vscode.Uri;
  /** Run folders whose points are drawn over it. */
  readonly runs?: readonly vscode.Uri[];
}

/** The preview panels. */
export interface Preview {
  /** Is set when training has been brought. */
  training: Training | undefined;
  show(what: Shown): Promise<void>;
  /** The experiment that a file is, or belongs to. */
  experimentOf(uri: vscode.Uri): Promise<vscode.Uri | undefined>;
}

/** One panel follows the editor; a run has a panel of its own, which stays. */
export function registerPreview(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  starting: Promise<Server>,
): Preview {
  const panels = new Set<Panel>();
  const memory = memoryIn(context.workspaceState);
  const ghosts = findGhosts(context);
  const host = async (): Promise<PanelHost> => ({
    curves: { server: await starting, memory, ghosts },
    extension: context.extensionUri,
    training: () => preview.training,
    chooseOther,
  });
  const isFollowing = (panel: Panel) => panel.source.kind === 'file';
  const following = () => [...panels].find(isFollowing);

  async function open(webview: vscode.WebviewPanel, source: Source): Promise<Panel> {
    const panel = new Panel(webview, source, await host());
    panels.add(panel);
    tellOpen();
    webview.onDidDispose(() => {
      panels.delete(panel);
      tellOpen();
    });
    return panel;
  }
  const tellOpen = () =>
    vscode.commands.executeCommand('setContext', 'optimSches.previewOpen', following() !== undefined);

  const refreshAll = () => {
    for (const panel of panels) if (panel.isVisible) panel.refreshAll();
  };

  const preview: Preview = {
    training: undefined,
    async show({ uri, runs = [] }) {
      const source = await sourceOf(uri);
      const same = [...panels].find((panel) => panel.source.uri.toString() === source.uri.toString());
      const free = same ?? (source.kind === 'file' ? following() : undefined);
      if (free) {
        free.show(source);
        free.reveal();
      }
      const panel =
        free ??
        (await open(
          vscode.window.createWebviewPanel(
            viewType,
            '',
            { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
            { enableScripts: true, retainContextWhenHidden: true, enableFindWidget: false },
          ),
          source,
        ));
      for (const run of runs) await panel.addRun(run);
    },
    async experimentOf(uri) {
      const document = await vscode.workspace.openTextDocument(uri);
      const { experimentUri } = await (await starting).curve({ uri: document.uri.toString(), sample: 2 });
      return experimentUri === undefined ? undefined : vscode.Uri.parse(experimentUri);
    },
  };

  const fromEditor = (argument: unknown): vscode.Uri | undefined => {
    if (argument instanceof vscode.Uri) return argument;
    if (
      typeof argument === 'object' &&
      argument !== null &&
      'uri' in argument &&
      typeof argument.uri === 'string'
    )
      return vscode.Uri.parse(argument.uri);
    return vscode.window.activeTextEditor?.document.uri;
  };

  context.subscriptions.push(
    vscode.commands.registerCommand('optimSches.preview', async (argument?: unknown) => {
      const uri = fromEditor(argument);
      if (uri) await preview.show({ uri });
      else
        void vscode.window.showInformationMessage(
          vscode.l10n.t('Open a configuration first: a YAML file with optim_sches.'),
        );
    }),
    vscode.commands.registerCommand('optimSches.compare', async (argument?: unknown) => {
      const active = vscode.window.activeTextEditor?.document.uri;
      const picked = argument instanceof vscode.Uri ? argument : undefined;
      if (!following() && active) await preview.show({ uri: active });
      const panel = following();
      if (!panel) return;
      const other = picked ?? (await chooseOther(panel.source));
      if (other) panel.compareWith(other);
    }),
    vscode.window.registerWebviewPanelSerializer(viewType, {
      async deserializeWebviewPanel(webview, kept?: KeptState) {
        if (!kept?.uri) return webview.dispose();
        const panel = await open(webview, await sourceOf(vscode.Uri.parse(kept.uri)));
        for (const other of kept.others) panel.compareWith(vscode.Uri.parse(other));
        for (const run of kept.runs) await panel.addRun(vscode.Uri.parse(run));
      },
    }),
    vscode.window.onDidChangeActiveTextEditor(async (editor) => {
      if (!editor || !mayHaveCurve(editor.document)) return;
      const source = await sourceOf(editor.document.uri);
      // The configuration that a run keeps is looked at, not worked on.
      if (source.kind === 'file') following()?.show(source);
    }),
    // Another file may be the train_cfg of the one that is shown, or what it is compared with.
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (document.languageId !== 'yaml' || contentChanges.length === 0) return;
      for (const panel of panels) {
        const isOwn = panel.source.uri.toString() === document.uri.toString();
        if (panel.isVisible) void (isOwn ? panel.refresh() : panel.refreshAll());
      }
    }),
    vscode.workspace.onDidSaveTextDocument(refreshAll),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('optimSches')) refreshAll();
    }),
    ghosts.onDidChange(refreshAll),
  );
  starting.then(
    (server) => context.subscriptions.push(server.onReady(refreshAll)),
    () => log.debug('No previews: the language server did not start.'),
  );
  return preview;
}
