import type { Problem } from '@optim-sches/schemas';
import { formatGithub } from './github.js';
import { formatJson } from './json.js';
import { formatPretty, type PrettyOptions } from './pretty.js';
import type { ProblemFormat } from './problem-formats.js';
import { formatSarif } from './sarif.js';

/** A file that was checked. */
export interface CheckedFile {
  /** As the user wrote it. */
  readonly path: string;
  /** The text that the problems' spans point into. */
  readonly text: string;
  readonly problems: readonly Problem[];
}

/** A file that could not be checked, and why. */
export interface UnreadableFile {
  readonly path: string;
  readonly message: string;
}

export interface FormatOptions extends PrettyOptions {
  readonly format: ProblemFormat;
  readonly version: string;
  readonly unreadable?: readonly UnreadableFile[];
}

/** The problems of some files as text that ends in a line break (or is empty). Problems are ordered by their place. */
export function formatProblems(files: readonly CheckedFile[], options: FormatOptions): string {
  const ordered = files.map((file) => ({
    ...file,
    problems: [...file.problems].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end),
  }));
  const unreadable = options.unreadable ?? [];
  switch (options.format) {
    case 'pretty':
      return formatPretty(ordered, options);
    case 'json':
      return formatJson(ordered, unreadable);
    case 'sarif':
      return formatSarif(ordered, unreadable, options.version);
    case 'github':
      return formatGithub(ordered, unreadable);
  }
}
