import type { Line } from './lines.js';
import { lowerBound } from './numbers.js';
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
  // Empty where nothing was computed: what is read off a line between two points is no number to go on with.
  const value = (line: Line, x: number) => {
    const at = lowerBound(line.x, x);
    return line.x[at] === x ? (line.y[at] ?? '') : '';
  };
  return [
    [unit, ...lines.map((line) => clean(fullName(line)))].join('\t'),
    ...rows.map((x) => [x, ...lines.map((line) => value(line, x))].join('\t')),
    '',
  ].join('\n');
}
