import type { CurveAnswer, CurveQuestion } from 'optim-sches-language-server/protocol';
import * as vscode from 'vscode';
import type { Server } from '../client/language-client.js';
import type { Ghosts } from './ghost.js';
import type { Memory } from './memory.js';
import type { OtherCurve, PanelState } from './protocol.js';
import { nameOf, openDocument, type Source, textOf } from './sources.js';

/** Points of a curve: about one for each pixel of a wide panel. */
export const usualSample = 1500;

/** What a curve is drawn by. */
export interface Curves {
  readonly server: Server;
  readonly memory: Memory;
  readonly ghosts: Ghosts;
}

/** The curve of a panel's file with what stands beside it, all of one length's worth. */
export type Drawn = Pick<
  PanelState,
  'curve' | 'message' | 'ghost' | 'others' | 'stepsPerEpoch' | 'examplesPerStep'
> & {
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
  for (let left = tries; ; left--)
    try {
      return await ask(document.version);
    } catch (error) {
      const isEarly = error instanceof Error && 'code' in error && error.code === contentModified;
      if (!isEarly || left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 5));
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

/** Everything that a panel draws of its file and of the files it is compared with. */
export async function draw(curves: Curves, source: Source, others: readonly vscode.Uri[]): Promise<Drawn> {
  const { uri } = source;
  const remembered = curves.memory.of(uri);
  const document = openDocument(uri);
  try {
    const [curve, ghost, ...more] = await Promise.all([
      document
        ? aboutNow(document, (now) => curveOf(curves, uri, { version: now }))
        : curveOf(curves, uri, { text: await textOf(uri) }),
      document && source.kind === 'file' ? ghostOf(curves, document) : undefined,
      ...others.map((other) => otherOf(curves, other)),
    ]);
    const drawn = { version: curve.version, ...remembered, others: more.flatMap((other) => other ?? []) };
    if (Object.keys(curve.optimizers).length === 0) return { ...drawn, message: whyEmpty(curve) };
    return { ...drawn, curve, ...(ghost && !isSame(ghost.curve, curve) ? { ghost } : {}) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { version: document?.version ?? 0, ...remembered, others: [], message: reason };
  }
}

async function ghostOf(curves: Curves, document: vscode.TextDocument): Promise<OtherCurve | undefined> {
  const earlier = await curves.ghosts.earlier(document);
  if (!earlier || earlier.text === document.getText()) return undefined;
  // An earlier text may be broken: then there is no ghost.
  const curve = await curveOf(curves, document.uri, { text: earlier.text }).catch(() => undefined);
  return curve && { label: earlier.label, curve };
}

async function otherOf(curves: Curves, uri: vscode.Uri): Promise<OtherCurve | undefined> {
  try {
    const curve = await curveOf(curves, uri, { text: await textOf(uri) });
    return { label: labelOf(uri), uri: uri.toString(), curve };
  } catch {
    return undefined;
  }
}

/** A compared file by its path in the workspace, which tells two `quick.yaml` apart. */
export const labelOf = (uri: vscode.Uri): string =>
  uri.scheme === 'untitled' ? nameOf(uri) : vscode.workspace.asRelativePath(uri);

/** An earlier curve that lies under the present one says nothing. */
function isSame(a: CurveAnswer, b: CurveAnswer): boolean {
  const numbers = ({ optimizers }: CurveAnswer) =>
    JSON.stringify(Object.entries(optimizers).map(([name, { steps, lr }]) => [name, steps, lr]));
  return a.steps === b.steps && numbers(a) === numbers(b);
}

function whyEmpty({ left }: CurveAnswer): string {
  return left.length === 0
    ? vscode.l10n.t('This file has no OptimScheduler, so there is no learning rate to draw.')
    : vscode.l10n.t(
        'There is no curve yet: {0} cannot be computed. The Problems view says what is wrong.',
        left.join(', '),
      );
}
