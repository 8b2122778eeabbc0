import * as vscode from 'vscode';
import { mayHaveCurve } from '../context-keys.js';
import type { Source } from './sources.js';

const most = 500;

interface Item extends vscode.QuickPickItem {
  readonly uri?: vscode.Uri;
}

/** Lets the reader choose a configuration of the workspace, or any file. */
export async function chooseOther(source: Source): Promise<vscode.Uri | undefined> {
  const own = source.uri.toString();
  const found = await vscode.workspace.findFiles('**/*.{yaml,yml}', '**/{node_modules,runs,.git}/**', most);
  const open = vscode.workspace.textDocuments.filter(mayHaveCurve).map(({ uri }) => uri);
  const uris = new Map([...open, ...found].map((uri) => [uri.toString(), uri]));
  uris.delete(own);
  const files = [...uris.values()].map((uri): Item => {
    const path = vscode.workspace.asRelativePath(uri);
    return { label: path.replace(/.*\//, ''), description: path, uri };
  });
  files.sort((a, b) => (a.description ?? '').localeCompare(b.description ?? ''));
  const another: Item = {
    label: vscode.l10n.t('Another file…'),
    iconPath: new vscode.ThemeIcon('folder-opened'),
  };
  const chosen = await vscode.window.showQuickPick([...files, another], {
    placeHolder: vscode.l10n.t('Compare {0} with', source.name),
    matchOnDescription: true,
  });
  if (chosen !== another) return chosen?.uri;
  const [picked] =
    (await vscode.window.showOpenDialog({ filters: { YAML: ['yaml', 'yml'] }, canSelectMany: false })) ?? [];
  return picked;
}
