import {
  type Document,
  type ParseOptions,
  parseDocument,
  type Span,
  toLoaderJson,
} from '@optim-sches/schemas';
import { blankLines } from './blank-lines.js';
import { applied, type Change, groups } from './change.js';
import { indentation } from './indentation.js';
import { spacing } from './spacing.js';
import { type Token, tokensOf } from './tokens.js';

export interface FormatOptions {
  /** Blanks of a level, for a file that has none yet. */
  readonly tabSize: number;
  readonly parse: ParseOptions;
  /** Changes elsewhere are left out. */
  readonly within?: readonly Span[];
}

/** What makes it unclear what a text means: it is left as it is. */
const unreadable: ReadonlySet<string> = new Set([
  'optim/yaml-syntax',
  'optim/yaml-character',
  'optim/yaml-conflict-marker',
  'optim/yaml-several-documents',
  'optim/yaml-too-deep',
  'optim/yaml-too-large',
  'optim/yaml-alias-bomb',
]);

/**
 * The changes that give a text its layout: the fewest that do, none of which touches a value or a comment. What the
 * loader reads is compared before and after; a group of changes that would alter it is left out.
 */
export function format(document: Document, options: FormatOptions): readonly Change[] {
  const { text } = document;
  if (document.problems.some(({ code }) => unreadable.has(code)) || /\r(?!\n)/.test(text)) return [];
  const tokens = tokensOf(text);
  const unit = Math.min(8, Math.max(1, Math.floor(options.tabSize) || 2));
  const layout = blankLines(tokens, text);
  // Blanks in lines that go need no change of their own.
  const gone = new Set(layout.map(({ span }) => span.start));
  const end = layout.find(({ group }) => group === 'end')?.span.start ?? text.length;
  const inLines = [...spacing(tokens), ...indentation(tokens, unit)].filter(
    ({ span }) => !gone.has(span.start) && span.start < end,
  );
  const all = [...layout, ...inLines].filter(
    ({ span }) => options.within?.some((lines) => overlap(lines, span)) ?? true,
  );
  if (all.length === 0) return [];
  const before = meaningOf(document, tokens);
  const isSame = (changes: readonly Change[]) => {
    const after = parseDocument(applied(text, changes), options.parse);
    return meaningOf(after, tokensOf(after.text)) === before && !addsProblems(document, after);
  };
  if (isSame(all)) return all;
  let kept: readonly Change[] = [];
  for (const group of groups) {
    const tried = [...kept, ...all.filter((change) => change.group === group)];
    if (tried.length > kept.length && isSame(tried)) kept = tried;
  }
  return kept;
}

/** Whether a change begins in a range of lines, or goes into it. */
const overlap = (lines: Span, { start, end }: Span) =>
  (start >= lines.start && start < lines.end) || (start < lines.start && end > lines.start);

/** What a text says to the loader and to a reader: its values, and its comments. */
function meaningOf({ root }: Document, tokens: readonly Token[]): string {
  const comments = tokens.flatMap(({ kind, text }) => (kind === 'comment' ? [text.trimEnd()] : []));
  return JSON.stringify([root ? toLoaderJson(root) : 'nothing', comments]);
}

function addsProblems(before: Document, after: Document): boolean {
  const counts = new Map<string, number>();
  for (const { code } of before.problems) counts.set(code, (counts.get(code) ?? 0) + 1);
  return after.problems.some(({ code }) => {
    const left = counts.get(code) ?? 0;
    counts.set(code, left - 1);
    return left === 0;
  });
}
