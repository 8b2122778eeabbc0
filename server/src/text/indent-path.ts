import type { Span } from '@optim-sches/schemas';
import { type CursorPlace, type Level, nothing } from './cursor-place.js';
import { flowPlace } from './flow-place.js';
import {
  contentOf,
  entriesBelow,
  isOpen,
  isTextBlock,
  nodesOf,
  type RoughEntry,
  type RoughNode,
} from './rough-entries.js';
import {
  closingQuote,
  columnAt,
  indentAt,
  isBlank,
  lineStart,
  type RoughLine,
  readLine,
} from './rough-line.js';
import { valuePlace } from './value-place.js';

/**
 * The place of the cursor in a text that may be broken. It looks at the lines above that are further out, and reads
 * those of a mapping when its entries are asked for: no parse, and no look at the rest of the file.
 */
export function cursorPlace(text: string, offset: number): CursorPlace {
  const line = readLine(text, lineStart(text, offset));
  if (line.kind === 'marker' || offset > line.comment || offset > line.end) return nothing;
  if (line.kind === 'code' && offset < line.first) return nothing;
  const empty = line.kind === 'blank' || line.kind === 'comment';
  // A closing bracket may stand as far out as what it closes.
  const closer = ']}'.includes(text[line.first] ?? ' ') && !empty;
  const column = empty ? columnAt(text, line.start, offset) : line.indent + (closer ? 1 : 0);
  const { above, items } = ancestorsOf(text, line.start, column, line.dashes.length > 0);
  const own = empty ? [] : ownNodes(text, line, offset, items);
  const inFlow = flowPlace(text, [...above, ...own], offset);
  if (inFlow) return { ...nothing, ...inFlow, blanks: blanksOf(text, line) };
  if (above.some((node) => isTextBlock(text, node) || inOpenQuote(text, node, offset))) return nothing;
  const typed = empty ? '' : text.slice(line.first, line.comment).trimEnd();
  while (own.length === 0 && above.length > 0) {
    const last = above.at(-1);
    if (!last || isOpen(text, last) || last.kind === 'flow') break;
    // `- key: value` holds the keys below it.
    if (last.kind === 'dash' && last.line.key && !isText(text, last)) break;
    if (isText(text, last)) return nothing;
    above.pop();
  }
  const chain = [...above, ...own];
  const levels = levelsOf(text, chain, line.start);
  const path = chain.flatMap((node) => (node.kind === 'flow' ? [] : [node.step]));
  const around = { ...nothing, path, levels, blanks: blanksOf(text, line), unit: unitOf(chain, column) };
  const last = own.at(-1);
  if (last?.kind === 'key') {
    const after = line.key?.after ?? offset;
    // Between the key and its colon, or on the blanks of a value that comes later.
    if (offset < after) return nothing;
    const value = valuePlace(text, offset, after, last.value);
    return value
      ? { ...around, ...value, levels: levels.slice(0, -1), lines: line.dashes.length === 0 }
      : nothing;
  }
  return entryPlace(text, offset, line, { ...around, what: 'entry', lines: own.length === 0 }, typed);
}

/** How far a mapping is further in than its key: as the first one on the way is. */
function unitOf(chain: readonly RoughNode[], column: number): string {
  const [first = 0, second = 0] = [...chain.map((node) => node.column), column];
  return ' '.repeat(second > first && second - first <= 8 ? second - first : 2);
}

/** A plain text of several words goes on in the lines below it. */
function isText(text: string, node: RoughNode): boolean {
  const content = text.slice(contentOf(text, node), node.value.end);
  return !isOpen(text, node) && !/^['"[{*!]/.test(content) && /\S\s+\S/.test(content) && node.kind === 'key';
}

function inOpenQuote(text: string, node: RoughNode, offset: number): boolean {
  const at = contentOf(text, node);
  if (at >= node.value.end || !`"'`.includes(text[at] ?? ' ')) return false;
  return closingQuote(text, at, offset) >= offset;
}

const blanksOf = (text: string, line: RoughLine) => text.slice(line.start, line.first).replace('\ufeff', '');

/** The nodes of the cursor's own line that stand in front of it. */
function ownNodes(text: string, line: RoughLine, offset: number, items: number): RoughNode[] {
  const nodes = nodesOf(text, line).filter((node, index) => {
    if (node.kind === 'dash') return (line.dashes[index]?.at ?? offset) < offset;
    return node.kind === 'key' ? offset > (line.key?.span.end ?? offset) : true;
  });
  return nodes.map((node, index) => (index === 0 && node.kind === 'dash' ? { ...node, step: items } : node));
}

/**
 * The keys and dashes above that are further and further out, the outermost first; and for an item, how many stand in
 * front of it in its list.
 */
function ancestorsOf(text: string, from: number, column: number, isItem: boolean) {
  const found: RoughNode[] = [];
  let limit = column;
  /** Whether the nearest one found is an item, whose list may stand as far out as its key; its place in the list. */
  let item = isItem;
  let index = 0;
  let items = 0;
  const number = () => {
    const last = found.pop();
    if (last) found.push(last.kind === 'dash' ? { ...last, step: index } : last);
    else items = index;
    index = 0;
  };
  for (let start = from; start > 0 && (limit > 0 || item); ) {
    start = lineStart(text, start - 1);
    const indent = indentAt(text, start);
    if (indent < 0 || indent > limit || (indent === limit && !item)) continue;
    const line = readLine(text, start);
    if (line.kind === 'marker') break;
    for (const node of nodesOf(text, line).reverse()) {
      const sameColumn = item && node.column === limit;
      if (sameColumn && node.kind === 'dash') index++;
      else if (node.column < limit || (sameColumn && node.kind === 'key' && isOpen(text, node))) {
        number();
        found.push(node);
        limit = node.column;
        item = node.kind === 'dash';
      }
    }
  }
  number();
  return { above: found.reverse(), items };
}

function levelsOf(text: string, chain: readonly RoughNode[], line: number): Level[] {
  return [undefined, ...chain].map((parent): Level => {
    let read: readonly RoughEntry[] | undefined;
    return {
      flow: false,
      entries() {
        read ??= entriesBelow(text, parent, line);
        return read;
      },
    };
  });
}

function entryPlace(
  text: string,
  offset: number,
  line: RoughLine,
  around: CursorPlace,
  typed: string,
): CursorPlace {
  const { levels } = around;
  const level = levels.at(-1);
  const first = level?.entries()[0];
  const isItem = line.dashes.some(({ at }) => at < offset);
  const needsDash = !isItem && first !== undefined && first.key === '' && first.indent !== undefined;
  const wrong = line.dashes.length > 0 ? undefined : wrongBlanks(text, offset, line, first);
  const base = { ...around, needsDash, wrongBlanks: wrong, blanks: first?.indent?.blanks ?? around.blanks };
  if (typed === '') return { ...base, word: { start: offset, end: offset } };
  if (isItem && offset <= line.content.start && text[offset - 1] === '-') {
    const end = line.content.start === offset ? line.value.end : offset;
    return { ...base, word: { start: offset, end }, needsBlank: true };
  }
  if (offset < line.content.start) return nothing;
  if (line.key) return { ...base, word: line.key.span, colon: true, followed: true };
  if (isItem) {
    const value = valuePlace(text, offset, line.content.start - 1, line.value);
    return value ? { ...base, ...value, needsBlank: false, what: entryOr(value.what) } : nothing;
  }
  const word = /^[^\s:]*/.exec(text.slice(line.content.start, line.comment))?.[0] ?? '';
  const end = line.content.start + word.length;
  if (offset > end) return nothing;
  const { start } = line.content;
  const quote = `"'`.includes(word[0] ?? ' ') ? (word[0] ?? '') : '';
  return { ...base, quote, word: { start: start + quote.length, end }, followed: line.value.end > end };
}

const entryOr = (what: CursorPlace['what']) => (what === 'value' ? 'entry' : what);

/** The blanks in front of a line that does not stand with its neighbours. */
function wrongBlanks(
  text: string,
  offset: number,
  line: RoughLine,
  first: RoughEntry | undefined,
): Span | undefined {
  const to = line.kind === 'code' ? line.first : offset;
  const from = text[line.start] === '\ufeff' ? line.start + 1 : line.start;
  const blanks = first?.indent?.blanks;
  if (blanks === undefined || text.slice(from, to) === blanks) return undefined;
  return isBlank(text[from]) || from === to ? { start: from, end: to } : undefined;
}
