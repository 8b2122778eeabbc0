import type * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';

/** Where the tests have yaml-language-server. */
declare const YAML_LANGUAGE_SERVER: string;

/** Starts the YAML language server as the YAML extension does. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const client = new LanguageClient(
    'yaml',
    'YAML',
    { module: YAML_LANGUAGE_SERVER, transport: TransportKind.ipc },
    {
      documentSelector: [{ language: 'yaml' }],
      synchronize: { configurationSection: ['yaml', 'http', '[yaml]', 'editor', 'files'] },
    },
  );
  context.subscriptions.push({ dispose: () => void client.stop() });
  await client.start();
}
