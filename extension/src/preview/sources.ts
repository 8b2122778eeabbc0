import * as vscode from 'vscode';

/** What a panel shows: a file that is being written, or what a run was started with. */
export interface Source {
  readonly uri: vscode.Uri;
  readonly kind: 'file' | 'run';
  readonly name: string;
}

/** The configuration that a run keeps in its folder. */
export const runConfig = 'config.yaml';

export const folderOf = (uri: vscode.Uri): vscode.Uri => vscode.Uri.joinPath(uri, '..');

export const nameOf = (uri: vscode.Uri): string => uri.path.slice(uri.path.lastIndexOf('/') + 1);

/** A file as a panel shows it. The configuration in a run folder is that of the run, and named after it. */
export async function sourceOf(uri: vscode.Uri): Promise<Source> {
  const isRun = nameOf(uri) === runConfig && (await exists(vscode.Uri.joinPath(folderOf(uri), 'run.json')));
  return isRun ? { uri, kind: 'run', name: nameOf(folderOf(uri)) } : { uri, kind: 'file', name: nameOf(uri) };
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

/** The text of a file: as an editor has it, saved or not, else as it is on the disk. Throws when there is none. */
export async function textOf(uri: vscode.Uri): Promise<string> {
  const open = openDocument(uri);
  return open ? open.getText() : new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

export const openDocument = (uri: vscode.Uri): vscode.TextDocument | undefined => {
  const key = uri.toString();
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === key);
};
