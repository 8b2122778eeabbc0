import * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { startExtension } from './extension.js';
import { registerTraining } from './train/index.js';

/** The desktop's door: the server is a process, and trainings can be started. */
export function activate(context: vscode.ExtensionContext): Promise<void> {
  const module = vscode.Uri.joinPath(context.extensionUri, 'dist/server.js').fsPath;
  return startExtension(context, {
    makeClient: (options) =>
      new LanguageClient('optimSches', 'Optim Sches', { module, transport: TransportKind.ipc }, options),
    registerTraining,
  });
}
