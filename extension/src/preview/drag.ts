import type { DragAnswer } from 'optim-sches-language-server/protocol';
import * as vscode from 'vscode';
import type { Server } from '../client/language-client.js';
import { aboutNow, usualSample } from './curves.js';
import type { FromPage } from './protocol.js';
import { openDocument } from './sources.js';

type DragMessage = Extract<FromPage, { type: 'drag' }>;

/** A handle of the curve in the reader's hand. Nothing of the file changes before it is let go. */
export interface Drags {
  move(uri: vscode.Uri, message: DragMessage, stepsPerEpoch: number | undefined): Promise<DragAnswer>;
  /** Makes the edits of the last answer, in one step of undo. */
  drop(uri: vscode.Uri, keep: boolean): Promise<void>;
}

export function trackDrags(server: Server): Drags {
  let last: { readonly uri: string; readonly answer: DragAnswer } | undefined;
  /** The answer that is still on its way: a handle that is let go quickly means the newest. */
  let asking: Promise<unknown> = Promise.resolve();

  async function ask(
    uri: vscode.Uri,
    { optimizer, handle, to }: DragMessage,
    stepsPerEpoch: number | undefined,
  ): Promise<DragAnswer> {
    const document = openDocument(uri) ?? (await vscode.workspace.openTextDocument(uri));
    const question = { uri: uri.toString(), optimizer, handle, to, sample: usualSample };
    const answer = await aboutNow(document, (version) =>
      server.drag({ ...question, version, ...(stepsPerEpoch === undefined ? {} : { stepsPerEpoch }) }),
    ).catch(
      (error: unknown): DragAnswer => ({
        version: document.version,
        refused: error instanceof Error ? error.message : String(error),
      }),
    );
    last = { uri: uri.toString(), answer };
    return answer;
  }

  return {
    move(uri, message, stepsPerEpoch) {
      const answer = ask(uri, message, stepsPerEpoch);
      asking = answer;
      return answer;
    },
    async drop(uri, keep) {
      await asking;
      const answer = last?.uri === uri.toString() ? last.answer : undefined;
      last = undefined;
      if (!keep || !answer || 'refused' in answer || answer.edits.length === 0) return;
      if (openDocument(uri)?.version !== answer.version) return;
      const edit = new vscode.WorkspaceEdit();
      edit.set(
        uri,
        answer.edits.map(({ range: { start, end }, newText }) =>
          vscode.TextEdit.replace(
            new vscode.Range(start.line, start.character, end.line, end.character),
            newText,
          ),
        ),
      );
      await vscode.workspace.applyEdit(edit);
    },
  };
}
