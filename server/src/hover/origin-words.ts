import type { Value } from '@optim-sches/schemas';
import type { Analysis } from '../session/analysis.js';
import type { Markup } from '../text/markup.js';
import { originOf } from '../text/origin.js';
import { valueWords } from '../text/value-words.js';

/** A link to a line of the file. */
export function lineLink(analysis: Analysis, offset: number, { link }: Markup): string {
  const line = analysis.textDocument.positionAt(offset).line + 1;
  return link(`line ${line}`, `${analysis.uri}#L${line}`);
}

/** What a value that was not written at its place is, and where it was written; undefined for any other. */
export function originWords(analysis: Analysis, value: Value, markup: Markup): string | undefined {
  const { code, text } = markup;
  const origin = originOf(analysis, value);
  if (!origin) return undefined;
  const from = origin.source
    ? `, ${text('written in')} ${lineLink(analysis, origin.source.start, markup)}`
    : '';
  return `${text('In force:')} ${code(valueWords(value))}, ${text('by')} ${code(origin.written)}${from}`;
}
