import type { CursorPlace, Level } from './cursor-place.js';
import { type FlowTree, holds } from './flow-tree.js';
import { entriesBelow, flowEntries, flowOf, type RoughNode } from './rough-entries.js';
import { valuePlace } from './value-place.js';

type FlowPlace = Pick<CursorPlace, 'what' | 'path' | 'levels' | 'word'> & Partial<CursorPlace>;

/** The place of a cursor inside of `{…}` or `[…]`, when one of the nodes around it has one that reaches there. */
export function flowPlace(text: string, nodes: readonly RoughNode[], offset: number): FlowPlace | undefined {
  for (const [index, node] of nodes.entries()) {
    const tree = flowOf(text, node);
    if (!tree || !holds(tree, offset)) continue;
    const chain = nodes.slice(0, index + 1).filter(({ kind }) => kind !== 'flow');
    const levels = [undefined, ...chain.slice(0, -1)].map((parent) =>
      level(() => entriesBelow(text, parent)),
    );
    const path = chain.map(({ step }) => step);
    return inTree(text, tree, offset, path, path.length > 0 ? levels : []);
  }
  return undefined;
}

function level(read: () => ReturnType<typeof entriesBelow>, flow = false): Level {
  let entries: ReturnType<typeof entriesBelow> | undefined;
  return {
    flow,
    entries() {
      entries ??= read();
      return entries;
    },
  };
}

function inTree(
  text: string,
  tree: FlowTree,
  offset: number,
  path: (string | number)[],
  levels: Level[],
): FlowPlace {
  const none: FlowPlace = { what: 'none', path, levels, word: { start: offset, end: offset } };
  const index = tree.parts.findLastIndex(({ whole }) => whole.start <= offset);
  const part = tree.parts[index];
  if (!part) return none;
  const { child, after, key, keySpan, value } = part;
  levels.push(level(() => flowEntries(text, tree, part.whole.start), true));
  const filled = tree.parts.slice(0, index).filter((each) => each.value.end > each.value.start).length;
  const step = tree.kind === 'list' ? filled : (key ?? '');
  if (child && holds(child, offset)) return inTree(text, child, offset, [...path, step], levels);
  if (after !== undefined && offset >= after) {
    const found = valuePlace(text, offset, after, value);
    return found ? { ...none, ...found, path: [...path, key ?? ''] } : none;
  }
  if (child) return none;
  if (tree.kind === 'list') {
    const found = valuePlace(text, offset, -1, value);
    // The place in the list is a step of its own.
    return found ? { ...none, ...found, path: [...path, step] } : none;
  }
  if (after === undefined && value.end > value.start && offset >= value.start) {
    const words = text.slice(value.start, value.end);
    const first = /^\S*/.exec(words)?.[0].length ?? 0;
    if (offset > value.start + first) return none;
    const quote = `"'`.includes(words[0] ?? ' ') ? (words[0] ?? '') : '';
    const end = value.start + first;
    return {
      ...none,
      what: 'entry',
      quote,
      word: { start: value.start + quote.length, end },
      followed: end < value.end,
    };
  }
  if (after === undefined)
    return {
      ...none,
      what: 'entry',
      followed: value.end > value.start,
      needsBlank: text[offset - 1] === ',',
    };
  if (offset < keySpan.start) return none;
  return offset <= keySpan.end
    ? { ...none, what: 'entry', word: keySpan, colon: true, followed: true }
    : none;
}
