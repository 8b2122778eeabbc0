// What the preview panel's page and the extension say to each other, by postMessage. Nothing else passes between them.
import type { CurveAnswer, DragAnswer } from 'optim-sches-language-server/protocol';

/** A curve of something else, drawn beside the configuration's own. */
export interface OtherCurve {
  /** What the reader knows it by: a file's name, or `last commit`. */
  readonly label: string;
  /** The file that it is compared with; absent for an earlier text of the same file. */
  readonly uri?: string;
  readonly curve: CurveAnswer;
}

/** What a training has recorded, drawn over the planned curve. */
export interface RunPoints {
  /** The run folder's URI: tells runs apart. */
  readonly id: string;
  readonly label: string;
  readonly state: 'running' | 'ended';
  /** The training steps that have been recorded, in order, thinned out to what a screen shows. */
  readonly steps: readonly number[];
  /** The learning rate of each OptimScheduler after each of `steps`; null where there is none. */
  readonly lr: Readonly<Record<string, readonly (number | null)[]>>;
  /** Each loss at each of `steps`: the mean over the steps since the one before. */
  readonly losses: Readonly<Record<string, readonly (number | null)[]>>;
  /** Metrics of the validations: `{"per": [[125, 0.5], [250, 0.4]]}`, pairs of step and value. */
  readonly valid: Readonly<Record<string, readonly (readonly [number, number])[]>>;
}

/** Everything that the panel shows. The page draws it and keeps nothing of it but the reader's view of it. */
export interface PanelState {
  /** The file that is shown, and its version, which a drag is about. */
  readonly source: {
    readonly uri: string;
    readonly name: string;
    readonly kind: 'file' | 'run';
    readonly version: number;
  };
  /** Absent when there is none to draw; `message` says why. */
  readonly curve?: CurveAnswer;
  readonly message?: string;
  /** The last commit's or the saved file's curve; absent where it is the same. */
  readonly ghost?: OtherCurve;
  readonly others: readonly OtherCurve[];
  readonly runs: readonly RunPoints[];
  /** The OptimScheduler under the editor's cursor. */
  readonly current?: string;
  /** What the reader has said of this file, where the file does not. */
  readonly stepsPerEpoch?: number;
  readonly examplesPerStep?: number;
  readonly canDrag: boolean;
  readonly canTrain: boolean;
}

/** From the extension to the page. */
export type ToPage =
  | { readonly type: 'state'; readonly state: PanelState }
  /** The points of a run alone: they come several times a second. */
  | { readonly type: 'run'; readonly run: RunPoints }
  /** The answer to `zoom`: the curve's points between two steps. */
  | { readonly type: 'zoomed'; readonly id: number; readonly curve: CurveAnswer }
  /** The answer to `drag`. */
  | { readonly type: 'dragged'; readonly id: number; readonly answer: DragAnswer }
  /** The extension asks for a picture: `Export` in the command palette. */
  | { readonly type: 'export'; readonly format: 'svg' | 'png' };

/** From the page to the extension. */
export type FromPage =
  | { readonly type: 'ready' }
  | {
      readonly type: 'zoom';
      readonly id: number;
      readonly from: number;
      readonly to: number;
      readonly sample: number;
    }
  | {
      readonly type: 'drag';
      readonly id: number;
      readonly optimizer: string;
      readonly handle: 'peak' | 'warmup';
      /** The learning rate, or the training step, that is wanted. */
      readonly to: number;
    }
  /** The drag has ended: the edits of its last answer are made, or nothing is. */
  | { readonly type: 'drop'; readonly keep: boolean }
  /** What the reader says of the file; null forgets it. */
  | {
      readonly type: 'remember';
      readonly stepsPerEpoch?: number | null;
      readonly examplesPerStep?: number | null;
    }
  | { readonly type: 'save'; readonly format: 'svg' | 'csv'; readonly text?: string }
  | { readonly type: 'save'; readonly format: 'png'; readonly base64: string }
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'compare' }
  | { readonly type: 'remove'; readonly label: string }
  | { readonly type: 'removeRun'; readonly id: string }
  | { readonly type: 'reveal'; readonly optimizer: string }
  | { readonly type: 'train' }
  | { readonly type: 'stop'; readonly id: string };

/** What the serializer needs to bring a panel back after a reload: the page keeps it by setState. */
export interface KeptState {
  readonly uri: string;
  readonly others: readonly string[];
  readonly runs: readonly string[];
}
