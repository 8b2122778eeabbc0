import type { Span } from './document/value.js';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** One change of the text: `span` is replaced by `newText` (an empty span inserts). */
export interface Edit {
  readonly span: Span;
  readonly newText: string;
}

/** A change that solves a problem. `safe` ones keep the meaning or restore the obvious one: `check --fix` applies them. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly Edit[];
  readonly preferred?: boolean;
  readonly safe?: boolean;
}

/** Another place that explains a problem. */
export interface Related {
  readonly span: Span;
  readonly message: string;
}

/**
 * Something wrong with a configuration. The message reads *what · why · what to do* and quotes the value;
 * `code` is stable, and `docs/problems/<name>.md` explains it.
 */
export interface Problem {
  readonly code: `optim/${string}`;
  readonly severity: Severity;
  readonly message: string;
  readonly span: Span;
  readonly fixes: readonly Fix[];
  readonly related?: readonly Related[];
  readonly tag?: 'unnecessary' | 'deprecated';
}
