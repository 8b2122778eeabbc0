import { printable } from './printable.js';
import { textWidth } from './text-width.js';

/** `text` cut to `columns` of a terminal, with `…` (or `...`) where it is longer. */
export function cut(text: string, columns: number, unicode = true): string {
  const line = printable(text.slice(0, 2000));
  if (text.length <= 2000 && textWidth(line) <= columns) return line;
  const dots = unicode ? '…' : '...';
  const room = columns - dots.length;
  if (room < 1) return dots.slice(0, Math.max(0, columns));
  let kept = '';
  let used = 0;
  for (const { segment } of new Intl.Segmenter().segment(line)) {
    used += textWidth(segment);
    if (used > room) break;
    kept += segment;
  }
  return kept.trimEnd() + dots;
}

/** `text` with blanks after it up to `columns`. */
export function padEnd(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - textWidth(text)));
}

/** `text` with blanks before it up to `columns`. */
export function padStart(text: string, columns: number): string {
  return ' '.repeat(Math.max(0, columns - textWidth(text))) + text;
}
