import * as vscode from 'vscode';
import type { Server } from '../client/language-client.js';

const scheme = 'optim-sches-explain';

/** "Show Effective Configuration": every value in force and where it comes from, as a page that follows its file. */
export function registerExplain(context: vscode.ExtensionContext, starting: Promise<Server>): void {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  /** Pages that are open, by the file that they are about. */
  const pages = new Map<string, vscode.Uri>();
  context.subscriptions.push(
    changed,
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: changed.event,
      async provideTextDocumentContent(page) {
        const uri = page.query;
        try {
          return (await (await starting).explain({ uri })).markdown;
        } catch (error) {
          return error instanceof Error ? error.message : String(error);
        }
      },
    }),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      const page = pages.get(document.uri.toString());
      if (page) changed.fire(page);
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      if (uri.scheme === scheme) pages.delete(uri.query);
    }),
    vscode.commands.registerCommand('optimSches.showConfiguration', async () => {
      const document = vscode.window.activeTextEditor?.document;
      if (!document) return;
      const name = document.uri.path.replace(/.*\//, '');
      const query = document.uri.toString();
      const page = vscode.Uri.from({ scheme, path: `/${name}.md`, query });
      pages.set(query, page);
      changed.fire(page);
      await vscode.commands.executeCommand('markdown.showPreviewToSide', page);
    }),
  );
}
