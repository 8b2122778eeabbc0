import { type Edit, type LineIndex, lineIndex, type Span } from '@optim-sches/schemas';
import type { CheckedFile, UnreadableFile } from './format-problems.js';

const range = (source: LineIndex, span: Span) => ({
  start: source.position(span.start),
  end: source.position(span.end),
});

const edits = (source: LineIndex, list: readonly Edit[]) =>
  list.map(({ span, newText }) => ({ range: range(source, span), newText }));

/**
 * Problems as one JSON object: `files[].problems[]` with ranges as in LSP (lines and UTF-16 characters from 0).
 * `unreadable` is there only when a file could not be read.
 */
export function formatJson(files: readonly CheckedFile[], unreadable: readonly UnreadableFile[]): string {
  const report = {
    files: files.map(({ path, text, problems }) => {
      const source = lineIndex(text);
      return {
        path,
        problems: problems.map(({ code, severity, message, span, fixes, related, tag }) => ({
          code,
          severity,
          message,
          range: range(source, span),
          fixes: fixes.map(({ title, preferred, safe, edits: list }) => ({
            title,
            ...(preferred === undefined ? {} : { preferred }),
            ...(safe === undefined ? {} : { safe }),
            edits: edits(source, list),
          })),
          ...(related === undefined
            ? {}
            : {
                related: related.map((place) => ({
                  message: place.message,
                  range: range(source, place.span),
                })),
              }),
          ...(tag === undefined ? {} : { tag }),
        })),
      };
    }),
    ...(unreadable.length === 0 ? {} : { unreadable }),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
