import type { Line } from './lines.js';
import { lowerBound } from './numbers.js';
import { valueAt } from './value-at.js';
import type { Window } from './window.js';

const clean = (text: string) => text.replace(/[\t\r\n]+/g, ' ');

/** A line's name for a reader: `main`, `main (last commit)`. */
export const fullName = ({ name, of }: Pick<Line, 'name' | 'of'>): string =>
  of === undefined ? name : `${name} (${of})`;

/** The lines' points in the window, separated by tabs; a value is empty where a line has none. */
export function asTable(lines: readonly Line[], window: Window, unit: string): string {
  const all = new Set<number>();
  for (const { x } of lines)
    for (let i = lowerBound(x, window.from); i < x.length && (x[i] as number) <= window.to; i++)
      all.add(x[i] as number);
  const rows = [...all].sort((a, b) => a - b);
  const value = (line: Line, x: number) => {
    // A validation has a value where it was, not until the next one.
    if (line.kind !== 'plan' && line.x[lowerBound(line.x, x)] !== x) return '';
    return valueAt(line, x)?.value ?? '';
  };
  return [
    [unit, ...lines.map((line) => clean(fullName(line)))].join('\t'),
    ...rows.map((x) => [x, ...lines.map((line) => value(line, x))].join('\t')),
    '',
  ].join('\n');
}
