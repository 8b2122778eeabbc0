import type { Fix, Problem, Related, Severity } from '../problem.js';
import type { LineIndex } from './lines.js';
import type { Span } from './value.js';

/** In which order Python meets mistakes: reading characters, syntax, building values, the `!ref` pass. */
export type Phase = 'read' | 'syntax' | 'construct' | 'references';

const PHASES: readonly Phase[] = ['read', 'syntax', 'construct', 'references'];

/** The exception of Python's loader. */
export interface LoaderError {
  readonly type: string;
  readonly message: string;
}

export interface Finding {
  readonly code: Problem['code'];
  readonly message: string;
  readonly span: Span;
  readonly severity?: Severity;
  readonly fixes?: readonly Fix[];
  readonly related?: readonly Related[];
  /** Set where the loader raises. */
  readonly loader?: LoaderError & { readonly phase: Phase };
}

/** Collects what is wrong with a text. */
export interface Findings {
  add(finding: Finding): void;
  /** The problems in the order of the text. */
  problems(): readonly Problem[];
  /** What Python raises first. */
  loaderError(): LoaderError | undefined;
  /** A place as ruamel's messages print it, without the indent: `in "<file>", line 1, column 3`. */
  mark(offset: number): string;
}

/** An empty collection of findings for a text with these lines. */
export function createFindings(lines: LineIndex): Findings {
  const findings: Finding[] = [];

  return {
    add(finding) {
      findings.push(finding);
    },
    problems() {
      return findings
        .map(({ code, message, span, severity = 'error', fixes = [], related }): Problem => {
          return { code, severity, message, span, fixes, ...(related ? { related } : {}) };
        })
        .sort((a, b) => a.span.start - b.span.start);
    },
    loaderError() {
      let first: { rank: number; start: number; error: LoaderError } | undefined;
      for (const { loader, span } of findings) {
        if (!loader) continue;
        const rank = PHASES.indexOf(loader.phase);
        // Within the syntax the place decides; later phases are reported in Python's own order.
        const start = loader.phase === 'syntax' || loader.phase === 'read' ? span.start : 0;
        if (!first || rank < first.rank || (rank === first.rank && start < first.start))
          first = { rank, start, error: { type: loader.type, message: loader.message } };
      }
      return first?.error;
    },
    mark(offset) {
      const { line, character } = lines.position(offset);
      // Python counts characters, editors count UTF-16 code units.
      const column = Array.from(lines.lineText(line).slice(0, character)).length;
      return `in "<file>", line ${line + 1}, column ${column + 1}`;
    },
  };
}
