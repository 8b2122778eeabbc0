import * as vscode from 'vscode';
import { CloseAction, type CloseHandlerResult, ErrorAction, type ErrorHandler } from 'vscode-languageclient';

/** After so many ends within so many milliseconds, starting it again is of no use. */
const mostEnds = 5;
const within = 3 * 60_000;

/** What is done when the server ends by itself. */
export interface Crashes {
  readonly handler: ErrorHandler;
  /** The reader wants it started anew: earlier ends are forgotten. */
  forget(): void;
}

/**
 * A server that ends is started again, which is said once; documents are the editor's own, so nothing is lost. One that does
 * not stay alive is left, with a way to start it.
 */
export function watchCrashes(log: vscode.LogOutputChannel, restart: () => Promise<void>): Crashes {
  let ends: number[] = [];
  let isSaid = false;
  const say = async (severe: boolean, message: string, ...more: string[]) => {
    const showLog = vscode.l10n.t('Show Log');
    const show = severe ? vscode.window.showErrorMessage : vscode.window.showInformationMessage;
    const chosen = await show(message, ...more, showLog);
    if (chosen === showLog) log.show();
    else if (chosen !== undefined) await restart();
  };
  return {
    handler: {
      error: (error) => {
        log.error(error);
        return { action: ErrorAction.Continue, handled: true };
      },
      closed(): CloseHandlerResult {
        const now = Date.now();
        ends = [...ends.filter((time) => now - time < within), now];
        log.error(`The language server ended unexpectedly (${ends.length}).`);
        if (ends.length >= mostEnds) {
          const message = vscode.l10n.t(
            'The optim_sches language server ended {0} times in three minutes and is not started again. Its log says why; your files are unchanged.',
            ends.length,
          );
          void say(true, message, vscode.l10n.t('Start It Again'));
          return { action: CloseAction.DoNotRestart, handled: true };
        }
        if (!isSaid) {
          isSaid = true;
          void say(
            false,
            vscode.l10n.t(
              'The optim_sches language server ended unexpectedly and has been started again. Nothing is lost.',
            ),
          );
        }
        return { action: CloseAction.Restart, handled: true };
      },
    },
    forget() {
      ends = [];
      isSaid = false;
    },
  };
}
