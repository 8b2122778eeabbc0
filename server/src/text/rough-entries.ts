import type { Span } from '@optim-sches/schemas';
import { type FlowTree, readFlow } from './flow-tree.js';
import { indentAt, isBlank, nextLine, type RoughLine, readLine } from './rough-line.js';

/** A key or a dash, below which others may stand. */
export interface RoughNode {
  readonly kind: 'key' | 'dash' | 'flow';
  readonly line: RoughLine;
  readonly column: number;
  /** What stands on the same line. */
  readonly value: Span;
  /** The step from the mapping or list that holds it: a key, or the place in a list. `flow` has none. */
  readonly step: string | number;
}

/** A key of a mapping, or an item of a list, read without regard to what is broken around it. */
export interface RoughEntry {
  /** Empty for an item. */
  readonly key: string;
  readonly keySpan: Span;
  /** The text behind the colon or the dash on the same line; empty when the value stands below. */
  readonly value: string;
  readonly valueSpan: Span;
  /** The columns in front of it, and the blanks that make them; undefined inside of `{…}` and `[…]`. */
  readonly indent: { readonly column: number; readonly blanks: string } | undefined;
  /** What its value holds. */
  below(): readonly RoughEntry[];
}

/** The keys and dashes of a line, outermost first. */
export function nodesOf(text: string, line: RoughLine): RoughNode[] {
  if (line.kind !== 'code') return [];
  const nodes: RoughNode[] = line.dashes.map(({ column }) => ({
    kind: 'dash',
    line,
    column,
    value: line.key ? { start: line.content.start, end: line.comment } : line.value,
    step: 0,
  }));
  if (line.key)
    nodes.push({
      kind: 'key',
      line,
      column: line.key.column,
      value: line.value,
      step: line.key.text,
    });
  else if ('{['.includes(text[line.content.start] ?? ' ') && line.dashes.length === 0)
    nodes.push({ kind: 'flow', line, column: line.indent, value: line.value, step: 0 });
  return nodes;
}

/** What may stand in front of a value: tags and anchors. */
const properties = /(?:[!&][^\s,[\]{}]*[ \t]+)*/y;

/** Where the value of a node begins, behind its tags and anchors. */
export function contentOf(text: string, { value }: Pick<RoughNode, 'value'>): number {
  properties.lastIndex = value.start;
  return Math.min(value.start + (properties.exec(text)?.[0].length ?? 0), value.end);
}

/** Whether nothing but tags and anchors stands on the line of a node, so that others may stand below it. */
export function isOpen(text: string, { value }: Pick<RoughNode, 'value'>): boolean {
  return /^(?:[!&][^\s,[\]{}]*(?:[ \t]+|$))*$/.test(text.slice(value.start, value.end));
}

/** Whether a node's value is a text block, `|` or `>`. */
export function isTextBlock(text: string, node: Pick<RoughNode, 'value'>): boolean {
  return /^[|>][-+0-9]*$/.test(text.slice(contentOf(text, node), node.value.end));
}

/** How far a `{` or `[` on the line of a node may reach: to the next line that is not further in. */
export function flowStop(text: string, { line }: Pick<RoughNode, 'line'>): number {
  let count = 0;
  for (let start = nextLine(text, line.start); start !== undefined; start = nextLine(text, start)) {
    const indent = indentAt(text, start);
    if (indent < 0) continue;
    const next = indent <= line.indent ? readLine(text, start) : undefined;
    if (next && !']}'.includes(text[next.first] ?? ' ')) return start;
    if (++count > 2000) return start;
  }
  return text.length;
}

/** The `{…}` or `[…]` that is the value of a node. */
export function flowOf(text: string, node: RoughNode): FlowTree | undefined {
  const at = contentOf(text, node);
  const char = text[at];
  return at < node.value.end && (char === '{' || char === '[')
    ? readFlow(text, at, flowStop(text, node))
    : undefined;
}

/** The entries of a `{…}` or `[…]`, without the one at `except`. */
export function flowEntries(text: string, tree: FlowTree, except?: number): RoughEntry[] {
  return tree.parts.flatMap((part): RoughEntry[] => {
    if (part.whole.start === except) return [];
    const value = text.slice(part.value.start, part.value.end);
    const isKey = tree.kind === 'map';
    const key = isKey ? (part.key ?? value) : '';
    if (isKey ? key === '' : value === '') return [];
    return [
      {
        key,
        keySpan: part.keySpan,
        value: isKey && part.key === undefined ? '' : value,
        valueSpan: part.value,
        indent: undefined,
        below: () => (part.child ? flowEntries(text, part.child) : []),
      },
    ];
  });
}

/**
 * The entries below a node (undefined: of the file), those on the line that begins at `except` left out. Lines further
 * out than the first one but still below the node count as well: so does who reads a text that is being edited.
 */
export function entriesBelow(text: string, parent: RoughNode | undefined, except?: number): RoughEntry[] {
  if (parent && !isOpen(text, parent) && !holdsKey(parent)) {
    const tree = flowOf(text, parent);
    return tree ? flowEntries(text, tree) : [];
  }
  const found: RoughEntry[] = [];
  const add = (line: RoughLine, from: number) => {
    const node = nodesOf(text, line).find(({ column }) => column >= from);
    if (node && node.kind !== 'flow' && line.start !== except) found.push(entryOf(text, line, node));
  };
  const outer = parent ? parent.column + 1 : 0;
  let column = Number.POSITIVE_INFINITY;
  if (parent && holdsKey(parent)) {
    column = parent.line.content.column;
    add(parent.line, outer);
  }
  // The items of a list may stand as far out as its key.
  let flat = false;
  for (
    let start = parent ? nextLine(text, parent.line.start) : 0;
    start !== undefined;
    start = nextLine(text, start)
  ) {
    const indent = indentAt(text, start);
    if (indent < 0 || indent > column) continue;
    const line = readLine(text, start);
    if (line.kind === 'marker') {
      if (found.length > 0) break;
    } else if (indent >= outer) {
      if (flat) continue;
      // The line that is being typed does not say where the others stand.
      if (start !== except) column = Math.min(column, indent);
      add(line, outer);
    } else {
      if (parent?.kind !== 'key' || indent !== parent.column || line.dashes.length === 0) break;
      flat = true;
      add(line, indent);
    }
  }
  return found;
}

function entryOf(text: string, line: RoughLine, node: RoughNode): RoughEntry {
  const span = node.kind === 'key' ? line.key?.span : undefined;
  return {
    key: span ? text.slice(span.start, span.end) : '',
    keySpan: span ?? { start: line.content.start, end: line.content.start },
    value: text.slice(node.value.start, node.value.end).trimEnd(),
    valueSpan: node.value,
    indent: { column: node.column, blanks: blanksBefore(text, line, node) },
    below: () => entriesBelow(text, node),
  };
}

/** Whether the first key below a dash stands on its line: `- key: value`. */
const holdsKey = ({ kind, line }: RoughNode) => kind === 'dash' && line.key !== undefined;

/** The blanks in front of a node; behind a dash as many as make its column. */
function blanksBefore(text: string, line: RoughLine, node: RoughNode): string {
  const before = text.slice(line.start, line.first).replace('\ufeff', '');
  return node.column === line.indent ? before : before + ' '.repeat(node.column - line.indent);
}

/** A scalar's text as the loader reads it, without its quotes; undefined for one with a tag, an alias or a bracket. */
export function plainText(value: string): string | undefined {
  if (value === '' || '!*[{|>&'.includes(value[0] ?? '')) return undefined;
  const quote = value[0];
  if (quote !== '"' && quote !== "'") return value;
  return value.length > 1 && value.endsWith(quote) ? value.slice(1, -1) : value.slice(1);
}

/** Whether an offset has nothing but blanks in front of it on its line. */
export const isFirst = (text: string, start: number, offset: number): boolean => {
  for (let at = start; at < offset; at++) if (!isBlank(text[at]) && text[at] !== '\ufeff') return false;
  return true;
};
