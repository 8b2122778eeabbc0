import * as vscode from 'vscode';
import { folderOf } from '../preview/sources.js';

const folderName = 'optim-sches-sample';
const fileName = 'first-steps.yaml';

/** The sample of the walkthrough, a copy that the reader may change, and the walkthrough itself. */
export function registerSample(context: vscode.ExtensionContext): void {
  const sample = vscode.Uri.joinPath(context.extensionUri, 'sample');
  context.subscriptions.push(
    vscode.commands.registerCommand('optimSches.openSample', () => openSample(sample)),
    vscode.commands.registerCommand('optimSches.openWalkthrough', () =>
      vscode.commands.executeCommand(
        'workbench.action.openWalkthrough',
        `${context.extension.id}#start`,
        false,
      ),
    ),
    // The step "fix an error" is done when the sample has none left.
    vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      for (const uri of uris.filter(isSample)) {
        const isFixed =
          vscode.workspace.textDocuments.some(
            (each) => each.uri.toString() === uri.toString() && each.isDirty,
          ) && vscode.languages.getDiagnostics(uri).length === 0;
        if (isFixed) void vscode.commands.executeCommand('setContext', 'optimSches.sampleFixed', true);
      }
    }),
  );
}

const isSample = (uri: vscode.Uri) => uri.path.endsWith(`/${folderName}/${fileName}`);

/** Copies the sample into the workspace, or to where the reader wants it, and opens it. */
async function openSample(sample: vscode.Uri): Promise<void> {
  const [workspace] = vscode.workspace.workspaceFolders ?? [];
  if (workspace && vscode.workspace.fs.isWritableFileSystem(workspace.uri.scheme) !== false) {
    await open(await copy(sample, workspace.uri));
    return;
  }
  const [chosen] =
    (await vscode.window.showOpenDialog({
      canSelectFolders: true,
      canSelectFiles: false,
      openLabel: vscode.l10n.t('Put the Sample Here'),
      title: vscode.l10n.t('Where is the folder of the sample to be?'),
    })) ?? [];
  if (!chosen) return;
  const file = await copy(sample, chosen);
  await vscode.commands.executeCommand('vscode.openFolder', folderOf(file));
}

/** A copy that is there already stays as the reader left it. */
async function copy(sample: vscode.Uri, parent: vscode.Uri): Promise<vscode.Uri> {
  const folder = vscode.Uri.joinPath(parent, folderName);
  for (const [name] of await vscode.workspace.fs.readDirectory(sample)) {
    const target = vscode.Uri.joinPath(folder, name);
    const isThere = await vscode.workspace.fs.stat(target).then(
      () => true,
      () => false,
    );
    if (!isThere)
      await vscode.workspace.fs.writeFile(
        target,
        await vscode.workspace.fs.readFile(vscode.Uri.joinPath(sample, name)),
      );
  }
  return vscode.Uri.joinPath(folder, fileName);
}

async function open(uri: vscode.Uri): Promise<void> {
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), vscode.ViewColumn.One);
}
