import type {
  CurveAnswer,
  CurveQuestion,
  DragAnswer,
  DragQuestion,
  ExplainAnswer,
  ExplainQuestion,
} from 'optim-sches-language-server/protocol';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';

/** Makes the client of this platform: with the server in a process of its own, or in a browser's worker. */
export type MakeClient = (options: LanguageClientOptions) => Promise<BaseLanguageClient>;

/** The language server, as the rest of the extension sees it. Every question may fail: then it throws. */
export interface Server {
  curve(question: CurveQuestion): Promise<CurveAnswer>;
  drag(question: DragQuestion): Promise<DragAnswer>;
  explain(question: ExplainQuestion): Promise<ExplainAnswer>;
  /** Ends it and starts it anew. */
  restart(): Promise<void>;
  /** Is called when the server runs, and again when it has been started anew. */
  onReady(listener: () => void): { dispose(): void };
}
