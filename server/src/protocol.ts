/**
 * The messages between a client and this server that are not the Language Server Protocol's: names and types alone, so
 * that a client needs nothing else of the server. docs/features.md describes them.
 */

/** Commands of `workspace/executeCommand`; each has one argument, its question. */
export const commands = {
  /** `CurveQuestion` -> `CurveAnswer` */
  curve: 'optimSches.curve',
  /** `ExplainQuestion` -> `ExplainAnswer` */
  explain: 'optimSches.explain',
  /** `DragQuestion` -> `DragAnswer` */
  drag: 'optimSches.drag',
} as const;

/** Notifications, in the direction that is said. */
export const notifications = {
  /** Client to server, `ThemeParams`: the colours of the pictures in hovers. */
  theme: 'optimSches/theme',
  /** Server to client, `WantedParams`: the text of a file is needed. Sent once; answered by `file`. */
  wantFile: 'optimSches/wantFile',
  /** Server to client, `WantedParams`: the names in a folder are needed. Sent once; answered by `folder`. */
  wantFolder: 'optimSches/wantFolder',
  /** Client to server, `FileParams`. */
  file: 'optimSches/file',
  /** Client to server, `FolderParams`. */
  folder: 'optimSches/folder',
} as const;

/** The client's own commands that code lenses start, where its `InitializationOptions` name them. */
export const clientCommands = {
  /** Argument: `{ uri, optimizer? }`. */
  preview: 'optimSches.preview',
  /** Argument: `{ uri }` of the experiment. */
  train: 'optimSches.train',
} as const;

/** The section of the client's settings. */
export const settingsSection = 'optimSches';

/** The `initializationOptions` of the client. */
export interface InitializationOptions {
  /** The settings of the section, until the client is asked for them. */
  readonly settings?: unknown;
  /** Whether hovers and completion items may hold pictures. */
  readonly pictures?: boolean;
  /** Those of `clientCommands` that the client has. */
  readonly commands?: readonly string[];
  /** Whether the client answers `wantFile` and `wantFolder`. */
  readonly files?: boolean;
}

export interface ThemeParams {
  readonly theme: 'light' | 'dark' | 'high-contrast' | 'high-contrast-light' | 'neutral';
}

/** What is wanted, a file or a folder. A folder has the `/` at its end. */
export interface WantedParams {
  readonly uri: string;
}

export interface FileParams {
  readonly uri: string;
  /** null: there is no such file. */
  readonly text: string | null;
}

export interface FolderParams {
  /** As it was wanted, with the `/` at its end. */
  readonly uri: string;
  /** The names in the folder, without their folder; none where there is no such folder. */
  readonly names: readonly string[];
}

/** A place in a text, as the Language Server Protocol has it. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export interface TextEdit {
  readonly range: Range;
  readonly newText: string;
}

/** JSON has no infinity and no NaN: they are these texts. */
export type JsonNumber = number | 'NaN' | 'Infinity' | '-Infinity';

/** Of what length, and how closely, curves are drawn. */
export interface Drawing {
  /** Training steps; default: those of the training where they are known, else enough to show the schedules. */
  readonly steps?: number;
  readonly stepsPerEpoch?: number;
  /** Points of each curve, at most. */
  readonly sample?: number;
}

/** What is asked of `optimSches.curve`. */
export interface CurveQuestion extends Drawing {
  readonly uri: string;
  /** The version that the client shows; another one is refused. */
  readonly version?: number;
  /** Answers for this text as if the file had it; the file need not be open, and `version` does not matter. */
  readonly text?: string;
  /** The training steps over which the points are spread, both included; default: all. The facts are about all steps. */
  readonly from?: number;
  readonly to?: number;
  /** The name of one OptimScheduler; default: all of them. */
  readonly optimizer?: string;
}

/** A value that sets the peak or the end of the warm-up, so that a client can change it. */
export interface SettingPlace {
  /** From the OptimScheduler on: `conf.warmup_steps`. */
  readonly key: string;
  /** As written; absent where the default is in force. */
  readonly value?: string;
  /** Where it was written: behind a `!ref` or an alias, there. Absent for a default, and in another file. */
  readonly range?: Range;
}

/** What a reader wants to know of a curve, over its whole length. */
export interface CurveFacts {
  /** The highest learning rate that an update uses, and the first step at which it is reached. */
  readonly peak: { readonly lr: JsonNumber; readonly step: JsonNumber };
  /** The step of the first update, where it is not step 1. */
  readonly firstUpdate?: number;
  readonly first: JsonNumber;
  readonly last: JsonNumber;
  /** The training step at which the warm-up ends, and the epoch as a fraction. */
  readonly warmupEnd?: { readonly step: JsonNumber; readonly epoch: JsonNumber };
}

/** The curve of one OptimScheduler. */
export interface OptimizerAnswer {
  readonly type: string;
  readonly optimType: string;
  /** Where the OptimScheduler stands, from its name to its end; absent in another file. */
  readonly range?: Range;
  /** Training steps of the points, from 1. */
  readonly steps: readonly number[];
  /** The learning rate after each of `steps`. */
  readonly lr: readonly JsonNumber[];
  readonly facts: CurveFacts;
  /** For a schedule that a metric drives: what is taken for granted of it. */
  readonly assumed?: {
    /** Absent for the OptimScheduler's own losses. */
    readonly metric?: string;
    readonly improves: number;
    readonly validations: number;
  };
  readonly sets?: { readonly peak: readonly SettingPlace[]; readonly warmup: readonly SettingPlace[] };
}

/** What `optimSches.curve` answers. */
export interface CurveAnswer {
  /** Of the open file; 0 for a file that is not open. */
  readonly version: number;
  /** Steps drawn, those of one epoch, and where the length comes from. */
  readonly steps: number;
  readonly stepsPerEpoch: number;
  readonly length: string;
  /** What nobody says, so that the length had to be guessed. */
  readonly unknown?: 'steps per epoch' | 'epochs';
  /** What one training step (micro-step) sees, where the data says it. */
  readonly examplesPerStep?: number;
  readonly accumGrad: number;
  readonly ftFactor: number;
  readonly numEpochs?: number;
  /** The experiment with which a training would be started. */
  readonly experimentUri?: string;
  /** By name, in the order of the file. */
  readonly optimizers: Readonly<Record<string, OptimizerAnswer>>;
  /** OptimSchedulers without a curve. */
  readonly left: readonly string[];
  /** What a reader must know, as sentences. */
  readonly notes: readonly string[];
}

/** What is asked of `optimSches.drag`. */
export interface DragQuestion extends Drawing {
  readonly uri: string;
  readonly version?: number;
  readonly optimizer: string;
  readonly handle: 'peak' | 'warmup';
  /** `peak`: the learning rate wanted, as drawn. `warmup`: the training step at which the warm-up is to end. */
  readonly to: number;
  /** The part of the curves that `curve` shows, as `from` and `to` of `CurveQuestion`. */
  readonly part?: { readonly from?: number; readonly to?: number };
}

/** What `optimSches.drag` answers: the change, or why there is none. */
export type DragAnswer = Dragged | DragRefused;

export interface Dragged {
  readonly version: number;
  /** From the OptimScheduler on: `conf.optim_conf.lr`. */
  readonly key: string;
  /** The new text of the value. */
  readonly value: string;
  /** What the peak, or the warm-up's end, is then. */
  readonly reached: number;
  /** In the file of the question; none where the value stays as it is. */
  readonly edits: readonly TextEdit[];
  /** The curves of the edited text; its ranges are those of that text. */
  readonly curve: CurveAnswer;
}

export interface DragRefused {
  readonly version: number;
  /** As a sentence. */
  readonly refused: string;
}

/** What is asked of `optimSches.explain`. */
export interface ExplainQuestion {
  readonly uri: string;
  readonly version?: number;
}

/** Where the value of a key comes from. */
export interface ExplainedOrigin {
  /** `file`: written at its place. The others as YAML has them; `default`: written nowhere. */
  readonly from: 'file' | 'ref' | 'alias' | 'merge' | 'default' | 'missing';
  /** What stands at its place (`!ref <warmup>`), or whose default it is. */
  readonly words: string;
  /** Where it was written. */
  readonly range?: Range;
  /** The file that `range` is of, where it is another one. */
  readonly uri?: string;
}

/** One key with the value that is in force. */
export interface ExplainedKey {
  /** `optim_conf.lr`, from the OptimScheduler's `conf` on. */
  readonly key: string;
  readonly value: unknown;
  readonly unit?: string;
  readonly isDefault: boolean;
  readonly origin: ExplainedOrigin;
  /** Why it changes nothing. */
  readonly noEffect?: string;
}

export interface ExplainedOptimScheduler {
  readonly name: string;
  readonly keys: readonly ExplainedKey[];
}

/** The configuration that is in force. */
export interface Explanation {
  readonly optimSchedulers: readonly ExplainedOptimScheduler[];
  /** What the experiment around them adds. */
  readonly experiment: Readonly<Record<string, number | null>>;
  /** The experiment's file, where it is another one. */
  readonly experimentUri?: string;
}

/** What `optimSches.explain` answers: the configuration in force, as data and as Markdown. */
export interface ExplainAnswer extends Explanation {
  readonly version: number;
  readonly markdown: string;
}
