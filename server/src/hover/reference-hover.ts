import type { Entry } from '@optim-sches/schemas';
import type { Analysis } from '../session/analysis.js';
import type { Markup } from '../text/markup.js';
import { valueWords } from '../text/value-words.js';
import { lineLink } from './origin-words.js';

/** So many uses are told with their line. */
const listed = 6;

/** What a key of the file's own is for: which `!ref`s use it. Undefined for a key that none does. */
export function variableHover(analysis: Analysis, entry: Entry, markup: Markup): string | undefined {
  const { code, text, paragraphs } = markup;
  const uses = analysis.document.references.filter(({ key }) => key === entry.key);
  if (uses.length === 0) return undefined;
  const lines = uses.slice(0, listed).map(({ scalar }) => lineLink(analysis, scalar.start, markup));
  const more = uses.length > listed ? text(` and ${uses.length - listed} more`) : '';
  return paragraphs([
    `${code(entry.key)} ${text('is')} ${code(valueWords(entry.value))}`,
    `${text('Used by')} ${code(`!ref <${entry.key}>`)} ${text('in')} ${lines.join(', ')}${more}.`,
  ]);
}
