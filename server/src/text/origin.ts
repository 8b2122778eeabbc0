import type { Reference, Span, Value } from '@optim-sches/schemas';
import type { Analysis } from '../session/analysis.js';

/** How a value came to where it is used. */
export interface Origin {
  readonly via: 'ref' | 'alias' | 'merge';
  /** What stands in its place: `!ref <warmup>`, `*base`, `<<`. */
  readonly written: string;
  /** Where it was written; undefined for a text that several references make up. */
  readonly source: Span | undefined;
  /** The key that a `!ref` names. */
  readonly key: string | undefined;
}

/** The references of one `!ref`. */
export const referencesIn = ({ document }: Analysis, { span }: Value): Reference[] =>
  document.references.filter(({ scalar }) => scalar.start === span.start);

/** Where a value that was not written at its place comes from; undefined for one that was. */
export function originOf(analysis: Analysis, value: Value): Origin | undefined {
  const { via, source, span } = value;
  if (via === undefined) return undefined;
  const written = analysis.text.slice(span.start, span.end).trim();
  const [reference] = via === 'ref' ? referencesIn(analysis, value) : [];
  return { via, written, source, key: reference?.key };
}
