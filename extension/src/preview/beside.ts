import type { CurveAnswer } from 'optim-sches-language-server/protocol';
import * as vscode from 'vscode';
import { type Curves, curveOf } from './curves.js';
import type { OtherCurve, PanelState } from './protocol.js';
import { nameOf, openDocument, type Source, textOf } from './sources.js';

/** What is drawn beside a file's own curve. */
export type Beside = Pick<PanelState, 'ghost' | 'others'>;

/** Draws it, and remembers it: at a keystroke in the file it stays as it is. */
export interface Besides {
  of(source: Source, others: readonly vscode.Uri[]): Promise<Beside>;
  /** Something else has changed than the text of the file. */
  forget(): void;
}

export function drawBeside(curves: Curves): Besides {
  const known = new Map<string, Promise<CurveAnswer | undefined>>();
  /** A text that is broken has no curve: nothing is drawn of it then. */
  const curveOfText = (uri: vscode.Uri, text: string): Promise<CurveAnswer | undefined> => {
    const key = `${uri.toString()}\n${text}`;
    const curve = known.get(key) ?? curveOf(curves, uri, { text }).catch(() => undefined);
    known.set(key, curve);
    return curve;
  };

  async function ghostOf(document: vscode.TextDocument): Promise<OtherCurve | undefined> {
    const earlier = await curves.ghosts.earlier(document);
    if (!earlier || earlier.text === document.getText()) return undefined;
    const curve = await curveOfText(document.uri, earlier.text);
    return curve && { label: earlier.label, curve };
  }

  async function otherOf(uri: vscode.Uri): Promise<OtherCurve | undefined> {
    const text = await textOf(uri).catch(() => undefined);
    const curve = text === undefined ? undefined : await curveOfText(uri, text);
    return curve && { label: labelOf(uri), uri: uri.toString(), curve };
  }

  return {
    async of({ uri, kind }, others) {
      const document = kind === 'file' ? openDocument(uri) : undefined;
      const [ghost, ...more] = await Promise.all([document && ghostOf(document), ...others.map(otherOf)]);
      return { ...(ghost ? { ghost } : {}), others: more.flatMap((other) => other ?? []) };
    },
    forget: () => known.clear(),
  };
}

/** A compared file by its path in the workspace, which tells two `quick.yaml` apart. */
export const labelOf = (uri: vscode.Uri): string =>
  uri.scheme === 'untitled' ? nameOf(uri) : vscode.workspace.asRelativePath(uri);

/** Whether an earlier curve lies under the present one, and says nothing. */
export function isUnder(ghost: CurveAnswer, curve: CurveAnswer): boolean {
  const names = Object.keys(curve.optimizers);
  if (ghost.steps !== curve.steps || Object.keys(ghost.optimizers).length !== names.length) return false;
  return names.every((name) => {
    const [a, b] = [ghost.optimizers[name], curve.optimizers[name]];
    return a !== undefined && b !== undefined && isSame(a.steps, b.steps) && isSame(a.lr, b.lr);
  });
}

const isSame = (a: readonly unknown[], b: readonly unknown[]) =>
  a.length === b.length && a.every((value, index) => value === b[index]);
