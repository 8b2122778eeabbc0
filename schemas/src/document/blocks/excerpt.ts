import type { Block } from './split.js';

/** A piece of a text of which an excerpt is made. */
export interface Piece {
  /** The keys down to it: the headers of these come with it. */
  readonly block: Block;
  /** The headers above it, outermost first. */
  readonly headers: readonly Block[];
}

/** A range of an excerpt and what it is copied from. */
export interface Range {
  readonly start: number;
  readonly end: number;
  readonly block: Block;
  /** Where the range begins in the whole text. */
  readonly origin: number;
}

export interface Excerpt {
  readonly text: string;
  readonly ranges: readonly Range[];
}

/** The pieces of a split text that are read one by one, in its order. */
export function piecesOf(blocks: readonly Block[], headers: readonly Block[] = []): Piece[] {
  return blocks.flatMap((block) =>
    block.children.length > 0 ? piecesOf(block.children, [...headers, block]) : [{ block, headers }],
  );
}

/** Where the line with a block's key ends. */
export const headerEnd = (block: Block): number => block.children[0]?.start ?? block.end;

/**
 * The text with some of its pieces alone, under their headers, in the order of the whole. For each block of `named` that
 * is left out its key stands there, with some value.
 */
export function excerptOf(text: string, pieces: readonly Piece[], named: readonly Block[] = []): Excerpt {
  const parts: { at: number; block: Block; text: string }[] = [];
  const seen = new Set<Block>();
  const copy = (block: Block, end: number) => {
    if (seen.has(block)) return;
    seen.add(block);
    // One that ends without a line break is the last of the text, and of the excerpt: a break would belong to a literal scalar.
    parts.push({ at: block.start, block, text: text.slice(block.start, end) });
  };
  for (const { block, headers } of pieces) {
    for (const header of headers) copy(header, headerEnd(header));
    copy(block, block.end);
  }
  for (const block of named)
    if (!seen.has(block)) parts.push({ at: block.keyAt, block, text: `${block.key}: 0\n` });
  parts.sort((a, b) => a.at - b.at);
  let length = 0;
  const ranges = parts.map(({ at, block, text: part }): Range => {
    const start = length;
    length += part.length;
    return { start, end: length, block, origin: at };
  });
  return { text: parts.map((part) => part.text).join(''), ranges };
}
