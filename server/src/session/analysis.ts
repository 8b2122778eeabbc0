import type { Config, Document, Problem, Span } from '@optim-sches/schemas';
import type { Position, Range } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';

/** What the present version of an open file says. Not to be kept: the next version moves its spans. */
export interface Analysis {
  readonly uri: string;
  readonly version: number;
  readonly text: string;
  readonly textDocument: TextDocument;
  readonly document: Document;
  readonly config: Config;
  /** Whether the file is one of ours: it has `optim_sches`, or a `train_cfg`, or an experiment names it. */
  readonly relevant: boolean;
  /** Training steps in one epoch, where somebody knows. */
  readonly stepsPerEpoch: number | undefined;
  /** The file that `train_cfg` names, when it is there. */
  readonly linkedUri: string | undefined;
  /** The experiment whose `train_cfg` is this file, when one is known. */
  readonly experimentUri: string | undefined;
  /** What that experiment says; this file, where it is an experiment itself. */
  readonly experimentDocument: Document;
  /** Everything that is wrong with it; none where the file is not ours. */
  problems(): readonly Problem[];
  range(span: Span): Range;
  offset(position: Position): number;
}
