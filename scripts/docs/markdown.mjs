// Pieces of Markdown that every page is made of.
import { choicesToName, flowYaml, keyFacts } from '../../schemas/dist/index.js';

const cell = (text) => String(text).replaceAll('|', '\\|').replaceAll('\n', ' ');

export const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

export const yaml = (text) => `\`\`\`yaml\n${text.trimEnd()}\n\`\`\``;

/** A formula in lines that fit a page: a line for each of its parts, long ones broken at blanks. */
export function formulaLines(formula, widest = 100) {
  const lines = [];
  for (const part of formula.split('; ')) {
    let line = '';
    for (const word of part.split(' ')) {
      if (line !== '' && line.length + 1 + word.length > widest) {
        lines.push(line);
        line = `    ${word}`;
      } else line = line === '' ? word : `${line} ${word}`;
    }
    lines.push(line);
  }
  return lines.join('\n');
}

/** Text for an attribute or the inside of an HTML element. */
export const html = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A sentence as HTML: names between backticks are code. */
export const htmlSentence = (text) => html(text).replaceAll(/`([^`]*)`/g, '<code>$1</code>');

/** A picture for light and dark pages; `base` is its path without `-light.svg`, seen from the page. */
export const picture = (base, alt, width) =>
  `<picture><source media="(prefers-color-scheme: dark)" srcset="${base}-dark.svg"><img alt="${html(alt)}" src="${base}-light.svg"${width ? ` width="${width}"` : ''}></picture>`;

/** The keys of a conf, of an optimizer or of the experiment. */
export const fieldTable = (fields) =>
  table(
    ['key', 'default', 'unit', 'meaning'],
    keyFacts(fields).map((key) => {
      const { name, fallback, unit = '', description, noEffect } = key;
      const choices = choicesToName(key).map((choice) => `\`${flowYaml(choice)}\``);
      const words = [
        description,
        choices.length > 0 && `One of ${choices.join(', ')}.`,
        noEffect && `*No effect here: ${noEffect}*`,
      ];
      const value = fallback === undefined ? 'required' : `\`${fallback}\``;
      return [`\`${name}\``, value, unit, words.filter(Boolean).join(' ')];
    }),
  );

export const referenceLine = (reference) => {
  if (!reference) return '';
  const { title, authors, year, url } = reference;
  const text = [authors, url ? `[${title}](${url})` : title, year].filter(Boolean).join(', ');
  return `Reference: ${text}.\n`;
};

/** A table of tiles, three to a row; all columns are there even where the last row has fewer. */
export function grid(tiles) {
  const columns = 3;
  const rows = [];
  for (let at = 0; at < tiles.length; at += columns) {
    const row = tiles.slice(at, at + columns);
    while (row.length < columns) row.push('');
    rows.push(`<tr>\n${row.map((tile) => `<td width="33%" valign="top">${tile}</td>`).join('\n')}\n</tr>`);
  }
  return `<table>\n${rows.join('\n')}\n</table>`;
}

/** A name that may be broken between its words: `torch.CosineAnnealingWarmRestarts` would widen a column. */
export const breakable = (name) => name.replaceAll(/\.|(?<=[a-z])(?=[A-Z])/g, '$&<wbr>');
