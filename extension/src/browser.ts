import * as vscode from 'vscode';
import { startExtension } from './extension.js';

/** A browser's door (vscode.dev): the server is a worker, and nothing can be trained. */
export function activate(context: vscode.ExtensionContext): Promise<void> {
  return startExtension(context, {
    async makeClient(options) {
      const { LanguageClient } = await import('vscode-languageclient/browser');
      const address = await workerAddress(vscode.Uri.joinPath(context.extensionUri, 'dist/worker.js'));
      return new LanguageClient('optimSches', 'Optim Sches', new Worker(address), options);
    },
  });
}

/** A browser starts workers from the web alone: what a remote machine serves is read first. */
async function workerAddress(file: vscode.Uri): Promise<string> {
  if (/^https?$/.test(file.scheme)) return file.toString(true);
  const text = await vscode.workspace.fs.readFile(file);
  return URL.createObjectURL(new Blob([Uint8Array.from(text)], { type: 'text/javascript' }));
}
