import type * as vscode from 'vscode';
import type { RunPoints } from '../preview/protocol.js';

/** What training needs of the rest of the extension. */
export interface TrainingHost {
  readonly log: vscode.LogOutputChannel;
  /** Opens the preview panel on a configuration, or on that of a run folder, with runs drawn over it. */
  showPreview(what: { readonly uri: vscode.Uri; readonly runs?: readonly vscode.Uri[] }): Promise<void>;
  /** The experiment that a file is, or to which it belongs; undefined where there is none. */
  experimentOf(uri: vscode.Uri): Promise<vscode.Uri | undefined>;
}

/** A run, by its folder, and the experiment that it trains. */
export interface RunAndConfig {
  readonly run: vscode.Uri;
  readonly config: vscode.Uri;
}

/** Training from the editor, for the rest of the extension. */
export interface Training {
  /** New points of a run that is followed. */
  readonly onPoints: vscode.Event<RunPoints>;
  follow(run: vscode.Uri): vscode.Disposable;
  pointsOf(run: vscode.Uri): Promise<RunPoints | undefined>;
  /** Runs in progress that belong to a configuration. */
  activeRuns(config: vscode.Uri): readonly vscode.Uri[];
  readonly onDidStart: vscode.Event<RunAndConfig>;
  readonly onDidEnd: vscode.Event<RunAndConfig>;
  /** Starts a training, and answers its run folder; undefined where it was refused: the user knows why. */
  train(config: vscode.Uri): Promise<vscode.Uri | undefined>;
  /** Lets a training save itself and end; asks before it ends one at once that is stopping already. */
  stop(run: vscode.Uri): Promise<void>;
}
