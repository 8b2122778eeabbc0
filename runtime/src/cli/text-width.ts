import { createRequire } from 'node:module';
import { plainAscii } from './printable.js';

let measure: ((text: string) => number) | undefined;

/**
 * Columns that a text takes in a terminal. The package string-width is loaded at the first text that is more than
 * ASCII: its tables of emoji take as long as the check of a file.
 */
export function textWidth(text: string): number {
  if (plainAscii.test(text)) return text.length;
  measure ??= (createRequire(import.meta.url)('string-width') as typeof import('string-width')).default;
  return measure(text);
}
