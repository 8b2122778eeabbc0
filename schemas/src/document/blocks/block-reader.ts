import type { Problem } from '../../problem.js';
import type { Document, ParseOptions, Reference } from '../document.js';
import { parseDocument } from '../parse.js';
import type { Entry, MapValue, Span } from '../value.js';
import { type Excerpt, excerptOf, headerEnd, type Piece, piecesOf } from './excerpt.js';
import { type Needs, needsOf } from './needs.js';
import { type Place, PlacedSpan } from './place.js';
import { moveEntry, moveProblem, moveReference } from './relocate.js';
import { type Block, splitBlocks } from './split.js';

/** Reads the versions of one text one after the other. */
export interface BlockReader {
  /**
   * The document that `parseDocument` would give. Blocks that are as they were, and refer to nothing that changed, are
   * the same objects as before. They have moved to their new place: an older document must not be used any more.
   */
  read(text: string): Document;
}

/** A block that has been read. */
interface Known {
  readonly place: Place;
  readonly needs: Needs;
  /** The text that it was read with; another one asks for reading it again. */
  context: string;
  entry: Entry | undefined;
  problems: readonly Problem[];
  references: readonly Reference[];
}

/**
 * A mistake in the syntax may reach over the end of a block: shorter texts than this are then read as a whole. In longer
 * ones it stays within its block, which is left out of the values where it cannot be read.
 */
const wholeBelow = 8_000;

/** Starts reading the versions of a text. A reader remembers the blocks of the last version. */
export function createBlockReader(options: ParseOptions = {}): BlockReader {
  let known = new Map<string, Known>();
  return {
    read(text) {
      const blocks = splitBlocks(text);
      if (!blocks) return parseDocument(text, options);
      const next = new Map<string, Known>();
      const document = assemble(text, blocks, { known, next, options });
      known = next;
      return document;
    },
  };
}

interface Reading {
  readonly known: ReadonlyMap<string, Known>;
  readonly next: Map<string, Known>;
  readonly options: ParseOptions;
}

function assemble(text: string, blocks: readonly Block[], reading: Reading): Document {
  const pieces = piecesOf(blocks);
  const all = new Map<Block, Known>();
  const remember = (block: Block, end: number) => {
    if (all.has(block)) return;
    const own = text.slice(block.start, end);
    const id = `${block.parents.join('\0')}\0${own}`;
    const known: Known = reading.known.get(id) ?? {
      place: { offset: 0 },
      needs: needsOf(own),
      context: '\0',
      entry: undefined,
      problems: [],
      references: [],
    };
    known.place.offset = block.start;
    reading.next.set(id, known);
    all.set(block, known);
  };
  for (const { block, headers } of pieces) {
    for (const header of headers) remember(header, headerEnd(header));
    remember(block, block.end);
  }

  const needed = neededBy(blocks, pieces, all);
  for (const piece of pieces) {
    const known = all.get(piece.block);
    if (!known) continue;
    const { others, named } = needed(piece, known.needs);
    const excerpt = excerptOf(text, [...others, piece], named);
    // Most blocks need nothing: their own text is the key that they were found by.
    const context = others.length === 0 && named.length === 0 ? '' : excerpt.text;
    if (known.context === context) continue;
    known.context = context;
    readPiece(piece, excerpt, known, all, reading.options);
  }

  const read = pieces.flatMap(({ block }) => all.get(block) ?? []);
  const problems = read.flatMap((one) => one.problems);
  const unread = read.some(({ entry }) => entry === undefined);
  if (text.length < wholeBelow && (unread || problems.some(({ code }) => code.startsWith('optim/yaml-'))))
    return parseDocument(text, reading.options);
  return {
    text,
    root: mapOf(blocks, all),
    problems: [...problems].sort((a, b) => a.span.start - b.span.start),
    references: read.flatMap((one) => one.references),
  };
}

/** What a piece has to be read with. */
function neededBy(blocks: readonly Block[], pieces: readonly Piece[], all: ReadonlyMap<Block, Known>) {
  const byKey = new Map(
    blocks.map((block) => [
      block.key,
      pieces.filter((piece) => piece.headers[0] === block || piece.block === block),
    ]),
  );
  const byAnchor = new Map<string, Piece[]>();
  for (const piece of pieces)
    for (const anchor of all.get(piece.block)?.needs.anchors ?? [])
      byAnchor.set(anchor, [...(byAnchor.get(anchor) ?? []), piece]);

  return (piece: Piece, needs: Needs): { others: Piece[]; named: readonly Block[] } => {
    if (needs.all) return { others: pieces.filter((other) => other !== piece), named: [] };
    const found = new Set<Piece>();
    let unknown = false;
    const open: Needs[] = [needs];
    const add = (others: readonly Piece[]) => {
      for (const other of others) {
        if (other === piece || found.has(other)) continue;
        found.add(other);
        const more = all.get(other.block)?.needs;
        if (more) open.push(more);
      }
    };
    for (let next = open.pop(); next; next = open.pop()) {
      if (next.all) add(pieces);
      for (const key of next.keys) {
        const own = byKey.get(key);
        if (own) add(own);
        else unknown = true;
      }
      for (const alias of next.aliases) add(byAnchor.get(alias) ?? [...byAnchor.values()].flat());
    }
    return { others: [...found], named: unknown ? blocks : [] };
  };
}

function readPiece(
  { block, headers }: Piece,
  { text, ranges }: Excerpt,
  known: Known,
  all: ReadonlyMap<Block, Known>,
  options: ParseOptions,
): void {
  const document = parseDocument(text, options);
  let entry: Entry | undefined;
  let map = document.root;
  for (const { key } of [...headers, block]) {
    entry = map?.kind === 'map' ? map.entries.find((each) => each.key === key) : undefined;
    map = entry?.value;
  }
  const rangeOf = (offset: number) =>
    ranges.find(({ start, end }) => offset >= start && offset < end) ?? ranges.at(-1);
  const move = (span: Span): Span => {
    const range = rangeOf(span.start);
    const place = range && all.get(range.block)?.place;
    if (!range || !place) return span;
    const shift = range.origin - range.start - place.offset;
    return new PlacedSpan(place, span.start + shift, span.end + shift);
  };
  const own = ranges.find((range) => range.block === block);
  const isOwn = ({ start }: Span) => own !== undefined && rangeOf(start) === own;
  known.entry = entry && moveEntry(entry, move);
  known.problems = document.problems
    .filter(({ span }) => isOwn(span))
    .map((problem) => moveProblem(problem, move));
  known.references = document.references
    .filter(({ scalar }) => isOwn(scalar))
    .map((reference) => moveReference(reference, move));
}

/** The mapping of split blocks. */
function mapOf(blocks: readonly Block[], all: ReadonlyMap<Block, Known>): MapValue | undefined {
  const entries = blocks.flatMap((block): Entry[] => {
    const own = all.get(block)?.entry;
    if (block.children.length === 0) return own ? [own] : [];
    const value = mapOf(block.children, all);
    const keySpan = { start: block.keyAt, end: block.keyAt + block.key.length };
    return value ? [{ key: block.key, keySpan, value }] : [];
  });
  const [first, last] = [entries[0], entries.at(-1)];
  if (!first || !last) return undefined;
  const span = { start: first.keySpan.start, end: Math.max(last.keySpan.end, last.value.span.end) };
  return { kind: 'map', entries, span, flow: false };
}
