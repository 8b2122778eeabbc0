import { type Edit, type Entry, type MapValue, type Reference, valueAt } from '@optim-sches/schemas';
import type { Analysis } from '../session/analysis.js';
import { nodeAt } from '../text/node-at.js';
import type { Offer, Place, Refactor } from './action.js';
import { lineEnd, lineStart, nextLine, trimmedSpan } from './action.js';
import { isVariable } from './extract-reference.js';
import { hasAnchor } from './layout.js';

const kind = 'refactor.inline';

/** What a key's value is written as; a sentence where it cannot stand in another place. */
function writtenValue(text: string, entry: Entry): { readonly written: string } | string {
  const { value } = entry;
  const span = trimmedSpan(text, value.span);
  const written = text.slice(span.start, span.end);
  if (value.kind === 'null' && written === '') return { written: 'null' };
  if (/[\n\r]/.test(written)) return `The value of ${entry.key} stands over several lines.`;
  if (value.via === 'alias')
    return `The value of ${entry.key} is an alias, which means something from its anchor on only.`;
  if (value.kind === 'map' && !value.flow) return `The value of ${entry.key} is a block of lines.`;
  return { written };
}

/** The edit of one use; a sentence where the `!ref` is more than the key. */
function useEdit(analysis: Analysis, { key, scalar }: Reference, written: string): Edit | string {
  const { text } = analysis;
  const use = text.slice(scalar.start, scalar.end).trimEnd();
  if (!/^!ref\s+(["']?)<[^<>]*>\1$/.test(use) || use.replace(/^!ref\s+["']?<|>["']?$/g, '') !== key)
    return `${use} puts a text together: there it cannot be replaced by the value.`;
  // A plain text may hold what has a meaning between brackets.
  const plain = !/^["'[{]/.test(written);
  if (plain && /[,[\]{}]/.test(written.replace(/^!\S+\s+/, '')) && inFlow(analysis, scalar.start))
    return `${written} would have to be quoted between brackets.`;
  return { span: { start: scalar.start, end: scalar.start + use.length }, newText: written };
}

function inFlow(analysis: Analysis, offset: number): boolean {
  const { root } = analysis.document;
  const { keys } = nodeAt(analysis, offset);
  return keys.some((_, depth) => {
    const value = depth === 0 ? root : valueAt(root, keys.slice(0, depth));
    return value?.kind === 'list' || value?.kind === 'tuple' || (value?.kind === 'map' && value.flow);
  });
}

/** The edits that take away a key that nothing uses any more: its line, or what stands in it but for a comment. */
function removal({ text }: Analysis, root: MapValue, entry: Entry): Edit[] {
  const span = {
    start: entry.keySpan.start,
    end: Math.max(entry.keySpan.end + 1, trimmedSpan(text, entry.value.span).end),
  };
  if (root.flow) {
    const next = root.entries[root.entries.indexOf(entry) + 1];
    return next ? [{ span: { start: span.start, end: next.keySpan.start }, newText: '' }] : [];
  }
  const rest = text.slice(span.end, lineEnd(text, span.end));
  if (rest.trim() !== '')
    return [{ span: { start: span.start, end: span.end + rest.indexOf('#') }, newText: '' }];
  return [{ span: { start: lineStart(text, span.start), end: nextLine(text, span.end) }, newText: '' }];
}

function inline(
  analysis: Analysis,
  root: MapValue,
  entry: Entry,
  uses: readonly Reference[],
): readonly Edit[] | string {
  const { text, document } = analysis;
  const value = writtenValue(text, entry);
  if (typeof value === 'string') return value;
  const edits = uses.map((use) => useEdit(analysis, use, value.written));
  const why = edits.find((each) => typeof each === 'string');
  if (typeof why === 'string') return why;
  const all = document.references.filter(({ key }) => key === entry.key);
  const unused = all.length === uses.length && isVariable(entry.key) && !hasAnchor(text, entry);
  return [
    ...(unused ? removal(analysis, root, entry) : []),
    ...edits.flatMap((each) => (typeof each === 'string' ? [] : [each])),
  ];
}

function offersFor({ analysis, node, offset }: Place): Offer[] {
  const { document } = analysis;
  const { root } = document;
  if (root?.kind !== 'map') return [];
  const target = (key: string) => root.entries.find((entry) => entry.key === key);
  const use = document.references.find(({ scalar }) => scalar.start <= offset && offset <= scalar.end);
  if (use) {
    const entry = target(use.key);
    return entry
      ? [{ title: `Inline ${use.key} here`, kind, edits: () => inline(analysis, root, entry, [use]) }]
      : [];
  }
  const { entry, path, on } = node;
  if (on !== 'key' || !entry || path.length !== 1) return [];
  const uses = document.references.filter(({ key }) => key === entry.key);
  if (uses.length === 0) return [];
  const title = uses.length === 1 ? `Inline ${entry.key}` : `Inline ${entry.key} in its ${uses.length} uses`;
  return [{ title, kind, edits: () => inline(analysis, root, entry, uses) }];
}

/** A `!ref` that becomes the value it refers to; the key goes with its last use. */
export const inlineReference: Refactor = { name: 'inline-reference', kind, offers: offersFor };
