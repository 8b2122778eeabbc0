import * as vscode from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { startExtension } from './extension.js';

/** A browser's door (vscode.dev): the server is a worker, and nothing can be trained. */
export function activate(context: vscode.ExtensionContext): Promise<void> {
  const file = vscode.Uri.joinPath(context.extensionUri, 'dist/worker.js');
  return startExtension(context, {
    makeClient: (options) =>
      new LanguageClient('optimSches', 'Optim Sches', new Worker(file.toString(true)), options),
  });
}
