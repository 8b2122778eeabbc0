import type { Edit } from '../problem.js';

/** A text with edits applied that do not overlap; new lines end as the text's first line does. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const lineEnd = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
  let result = '';
  let at = 0;
  for (const { span, newText } of [...edits].sort((a, b) => a.span.start - b.span.start)) {
    result += text.slice(at, span.start) + newText.replace(/\r\n|\n/g, lineEnd);
    at = span.end;
  }
  return result + text.slice(at);
}
