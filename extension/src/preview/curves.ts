import type { CurveAnswer, CurveQuestion } from 'optim-sches-language-server/protocol';
import * as vscode from 'vscode';
import type { Server } from '../client/language-client.js';
import type { Ghosts } from './ghost.js';
import type { Memory } from './memory.js';
import type { PanelState } from './protocol.js';
import { openDocument, type Source, textOf } from './sources.js';

/** Points of a curve: about one for each pixel of a wide panel. */
export const usualSample = 1500;

/** What a curve is drawn by. */
export interface Curves {
  readonly server: Server;
  readonly memory: Memory;
  readonly ghosts: Ghosts;
}

/** What there is of a panel's own file. */
export type Own = Pick<PanelState, 'curve' | 'message' | 'stepsPerEpoch' | 'examplesPerStep'> & {
  readonly version: number;
};

/** What the server answers when the editor is a version ahead of it, or it of the editor. */
const contentModified = -32801;
const tries = 20;

/** Asks about a document as it is now. An edit reaches the server and this extension in no certain order. */
export async function aboutNow<Answer>(
  document: vscode.TextDocument,
  ask: (version: number) => Promise<Answer>,
): Promise<Answer> {
  // The server is told of an edit by another listener to the same event, which may come after this one.
  await Promise.resolve();
  for (let left = tries; ; left--)
    try {
      return await ask(document.version);
    } catch (error) {
      const isEarly = error instanceof Error && 'code' in error && error.code === contentModified;
      if (!isEarly || left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
}

/** Asks for the curve of a file, with the epoch's length that the reader has told where nothing else does. */
export async function curveOf(
  { server, memory }: Curves,
  uri: vscode.Uri,
  question: Omit<CurveQuestion, 'uri'>,
): Promise<CurveAnswer> {
  const asked = { sample: usualSample, ...question, uri: uri.toString() };
  const answer = await server.curve(asked);
  const { stepsPerEpoch } = memory.of(uri);
  return answer.unknown === 'steps per epoch' && stepsPerEpoch !== undefined
    ? server.curve({ ...asked, stepsPerEpoch })
    : answer;
}

/** What a panel draws of its file; where there is nothing to draw, why. */
export async function ownCurve(curves: Curves, { uri }: Source): Promise<Own> {
  const remembered = curves.memory.of(uri);
  const document = openDocument(uri);
  try {
    const curve = document
      ? await aboutNow(document, (version) => curveOf(curves, uri, { version }))
      : await curveOf(curves, uri, { text: await textOf(uri) });
    const { version } = curve;
    return Object.keys(curve.optimizers).length === 0
      ? { version, ...remembered, message: whyEmpty(curve) }
      : { version, ...remembered, curve };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { version: document?.version ?? 0, ...remembered, message };
  }
}

function whyEmpty({ left }: CurveAnswer): string {
  return left.length === 0
    ? vscode.l10n.t('This file has no OptimScheduler, so there is no learning rate to draw.')
    : vscode.l10n.t(
        'There is no curve yet: {0} cannot be computed. The Problems view says what is wrong.',
        left.join(', '),
      );
}
