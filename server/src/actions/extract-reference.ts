import { type Edit, type Entry, experimentArguments, type MapValue, type Value } from '@optim-sches/schemas';
import type { Analysis } from '../session/analysis.js';
import type { Place, Refactor } from './action.js';
import { indentAt, lineStart, trimmedSpan } from './action.js';
import { holdsAnchor } from './layout.js';

const kind = 'refactor.extract';

/** Keys of a file that mean something beside a `!ref` to them. */
const meaningful = new Set([...Object.keys(experimentArguments.shape), 'optim_sches', 'model']);

/** Whether a top-level key is the file's own, for `!ref` alone. */
export const isVariable = (key: string): boolean => !meaningful.has(key);

function freeName(key: string, prefix: string, root: MapValue): string {
  const taken = (name: string) => !isVariable(name) || root.entries.some((entry) => entry.key === name);
  if (!taken(key)) return key;
  const name = `${prefix}_${key}`;
  let free = name;
  for (let count = 2; taken(free); count++) free = `${name}_${count}`;
  return free;
}

/** Where the line of a new variable goes: above what uses it and the comment of that. */
function placeAbove(text: string, { keySpan }: Entry): number {
  const own = lineStart(text, keySpan.start);
  let at = own;
  while (at > 0 && text[lineStart(text, at - 1)] === '#') at = lineStart(text, at - 1);
  // The comment that a file begins with is about the file.
  return at === 0 ? own : at;
}

function extract(
  analysis: Analysis,
  root: MapValue,
  top: Entry,
  value: Value,
  name: string,
): readonly Edit[] | string {
  const { text } = analysis;
  const span = trimmedSpan(text, value.span);
  const written = text.slice(span.start, span.end);
  if (/[\n\r]/.test(written)) return 'The value stands over several lines.';
  if (holdsAnchor(text, { start: lineStart(text, span.start), end: span.end }))
    return 'The value has an anchor, which others may use.';
  const use = { span, newText: `!ref <${name}>` };
  if (root.flow) {
    const at = top.keySpan.start;
    return [{ span: { start: at, end: at }, newText: `${name}: ${written}, ` }, use];
  }
  if (indentAt(text, top.keySpan.start) === undefined)
    return 'The file begins with a mark that this line cannot stand above.';
  const at = placeAbove(text, top);
  const indent = indentAt(text, top.keySpan.start) ?? '';
  return [{ span: { start: at, end: at }, newText: `${indent}${name}: ${written}\n` }, use];
}

/** A value that becomes a key of the file, which a `!ref` takes it from. */
export const extractReference: Refactor = {
  name: 'extract-reference',
  kind,
  offers({ analysis, node }: Place) {
    const { path, on, entry, optimScheduler } = node;
    const { root } = analysis.document;
    const [top] = path;
    // In a list the item alone is not what somebody wants to share, but the list.
    const value = path.findLast((step) => step.entry !== undefined)?.value;
    if (on === 'gap' || !entry || !value || !top?.entry || path.length < 2 || root?.kind !== 'map') return [];
    if (value.via !== undefined || value.kind === 'map' || value.kind === 'null' || value.kind === 'other')
      return [];
    if (entry.key === 'type' && node.role === 'type') return [];
    const name = freeName(entry.key, optimScheduler?.name ?? String(node.keys.at(-2) ?? 'own'), root);
    const { entry: above } = top;
    return [
      { title: `Extract to the key ${name}`, kind, edits: () => extract(analysis, root, above, value, name) },
    ];
  },
};
