import * as vscode from 'vscode';
import type { MakeClient, Server } from './client/language-client.js';
import { keepContextKeys } from './context-keys.js';
import { registerExplain } from './explain/explain.js';
import { registerPreview } from './preview/register.js';
import { registerSample } from './sample/sample.js';
import type { Training, TrainingHost } from './train/index.js';

/** Brings training from the editor. */
export type RegisterTraining = (context: vscode.ExtensionContext, host: TrainingHost) => Training;

/** What differs between the desktop and a browser. */
export interface Platform {
  readonly makeClient: MakeClient;
  /** Absent where nothing can be trained. */
  readonly registerTraining?: RegisterTraining;
}

/** Starts everything. What the reader sees first, the commands, is there before the server is. */
export async function startExtension(
  context: vscode.ExtensionContext,
  { makeClient, registerTraining }: Platform,
): Promise<void> {
  const log = vscode.window.createOutputChannel('Optim Sches', { log: true });
  context.subscriptions.push(log);
  keepContextKeys(context);
  registerSample(context);

  const starting = startLater(context, log, { makeClient, canTrain: registerTraining !== undefined });
  starting.catch((error: unknown) => tellFailure(log, error));
  registerExplain(context, starting);
  const preview = registerPreview(context, log, starting);
  if (registerTraining)
    preview.training = registerTraining(context, {
      log,
      showPreview: (what) => preview.show(what),
      experimentOf: (uri) => preview.experimentOf(uri),
    });
  context.subscriptions.push(
    vscode.commands.registerCommand('optimSches.restartServer', async () => (await starting).restart()),
  );
}

/** The language client is most of this extension's code: it is loaded when the editor has gone on with its own start. */
async function startLater(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  options: { readonly makeClient: MakeClient; readonly canTrain: boolean },
): Promise<Server> {
  await new Promise((resolve) => setTimeout(resolve, 0));
  const { startServer } = await import('./client/start.js');
  return startServer(context, log, options);
}

async function tellFailure(log: vscode.LogOutputChannel, error: unknown): Promise<void> {
  log.error(error instanceof Error ? error : String(error));
  const showLog = vscode.l10n.t('Show Log');
  const chosen = await vscode.window.showErrorMessage(
    vscode.l10n.t(
      'The optim_sches language server did not start, so there are no checks and no curves. Its log says why.',
    ),
    showLog,
  );
  if (chosen === showLog) log.show();
}
