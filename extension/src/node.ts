import * as vscode from 'vscode';
import { startExtension } from './extension.js';
import { registerTraining } from './train/index.js';

/** The desktop's door: the server is a process, and trainings can be started. */
export function activate(context: vscode.ExtensionContext): Promise<void> {
  const module = vscode.Uri.joinPath(context.extensionUri, 'dist/server.js').fsPath;
  return startExtension(context, {
    async makeClient(options) {
      const { LanguageClient, TransportKind } = await import('vscode-languageclient/node');
      const server = { module, transport: TransportKind.ipc };
      return new LanguageClient('optimSches', 'Optim Sches', server, options);
    },
    registerTraining,
  });
}
