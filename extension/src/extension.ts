import * as vscode from 'vscode';
import type { MakeClient } from './client/language-client.js';
import { startServer } from './client/start.js';
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

  const starting = startServer(context, log, { makeClient, canTrain: registerTraining !== undefined });
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
