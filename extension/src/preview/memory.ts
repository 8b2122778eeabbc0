import type * as vscode from 'vscode';

/** What a reader has said of a file, where the file does not. */
export interface Remembered {
  readonly stepsPerEpoch?: number;
  readonly examplesPerStep?: number;
}

/** What readers say of files, kept with the workspace. */
export interface Memory {
  of(uri: vscode.Uri): Remembered;
  /** null forgets a number. */
  remember(uri: vscode.Uri, told: { readonly [key in keyof Remembered]?: number | null }): void;
}

const keyOf = (uri: vscode.Uri) => `preview ${uri.toString()}`;

export function memoryIn(state: vscode.Memento): Memory {
  const of = (uri: vscode.Uri) => state.get<Remembered>(keyOf(uri), {});
  return {
    of,
    remember(uri, told) {
      const all = Object.entries({ ...of(uri), ...told }).filter(
        ([, value]) => typeof value === 'number' && Number.isSafeInteger(value) && value >= 1,
      );
      void state.update(keyOf(uri), all.length === 0 ? undefined : Object.fromEntries(all));
    },
  };
}
