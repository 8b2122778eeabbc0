import {
  type FileParams,
  type FolderParams,
  notifications,
  type WantedParams,
} from 'optim-sches-language-server/protocol';
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';

/** No configuration is larger. */
const largest = 2_000_000;

/**
 * Gives the server the files that it asks for: in a browser, and where the workspace is no folder of this machine, it has
 * no others. It asks for what stands next to a configuration alone, and watches nothing by itself.
 */
export function answerFiles(client: BaseLanguageClient): vscode.Disposable {
  return vscode.Disposable.from(
    client.onNotification(notifications.wantFile, ({ uri }: WantedParams) => {
      void textOf(uri).then((text) =>
        client.sendNotification(notifications.file, { uri, text } satisfies FileParams),
      );
    }),
    client.onNotification(notifications.wantFolder, ({ uri }: WantedParams) => {
      void namesIn(uri).then((names) =>
        client.sendNotification(notifications.folder, { uri, names } satisfies FolderParams),
      );
    }),
  );
}

async function textOf(uri: string): Promise<string | null> {
  try {
    const file = vscode.Uri.parse(uri);
    const { size } = await vscode.workspace.fs.stat(file);
    return size > largest ? null : new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  } catch {
    return null;
  }
}

async function namesIn(uri: string): Promise<string[]> {
  try {
    return (await vscode.workspace.fs.readDirectory(vscode.Uri.parse(uri))).map(([name]) => name);
  } catch {
    return [];
  }
}
