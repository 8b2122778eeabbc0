import type { CST } from 'yaml';
import { closingQuote } from './lexemes.js';
import { MAX_DEPTH } from './limits.js';
import type { Span } from './value.js';

/** What the tokens of a document tell that its composed nodes no longer do. */
export interface Inspection {
  /** The tag in front of a token. */
  readonly tags: ReadonlyMap<CST.Token, CST.SourceToken>;
  /** Tabs where YAML wants spaces, one place each. */
  readonly tabs: readonly Span[];
  /** The first collection that is nested too deep; it has been cut out of the tokens. */
  readonly tooDeep: Span | undefined;
  /** A `:` that Python does not take for the one of the key before it. */
  readonly strayColons: readonly Span[];
  /** A quoted text that ends with the file, on an escaped quote that the `yaml` package takes for its end. */
  readonly unclosed: readonly Span[];
}

interface Visit {
  readonly token: CST.Token;
  readonly depth: number;
  readonly cut: () => void;
}

/** Walks the tokens of one document without recursion, and cuts off what is nested too deep to be composed. */
export function inspect(document: CST.Document, text: string): Inspection {
  const strayColons: Span[] = [];
  const unclosed: Span[] = [];
  const tags = new Map<CST.Token, CST.SourceToken>();
  const tabs: Span[] = [];
  let tooDeep: Span | undefined;

  const space = (tokens: readonly CST.Token[] | undefined) => {
    for (const token of tokens ?? []) if (token.type === 'space') tabs.push(...tabsIn(token));
  };
  const tagged = (props: readonly CST.SourceToken[] | undefined, token: CST.Token | null | undefined) => {
    const tag = token && props?.findLast((prop) => prop.type === 'tag');
    if (token && tag) tags.set(token, tag);
  };

  const stack: Visit[] = [];
  const visit = (token: CST.Token | null | undefined, depth: number, cut: () => void) => {
    if (token) stack.push({ token, depth, cut });
  };

  space(document.start);
  space(document.end);
  tagged(document.start, document.value);
  visit(document.value, 0, () => {});
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { token, depth, cut } = next;
    if (isCollection(token)) {
      if (depth >= MAX_DEPTH) {
        const span = { start: token.offset, end: token.offset + 1 };
        if (!tooDeep || span.start < tooDeep.start) tooDeep = span;
        cut();
        continue;
      }
      for (const item of token.items as CST.CollectionItem[]) {
        space(item.start);
        space(item.sep);
        const isPair = item.key !== undefined || item.sep !== undefined;
        tagged(item.start, isPair ? item.key : item.value);
        if (isPair) tagged(item.sep, item.value);
        if (isPair) strayColons.push(...strayColon(item, token, text));
        visit(item.value, depth + 1, () => {
          if (item.value) item.value = emptyScalar(item.value.offset);
        });
        visit(item.key, depth + 1, () => {
          if (item.key) item.key = emptyScalar(item.key.offset);
        });
      }
      if (token.type === 'flow-collection') space(token.end);
    } else if (token.type === 'scalar') {
      tabs.push(...tabsIn(token));
      space(token.end);
    } else if (token.type === 'block-scalar') {
      space(token.props);
    } else {
      const isQuoted = token.type === 'double-quoted-scalar' || token.type === 'single-quoted-scalar';
      if (isQuoted && token.source.length > 1 && closingQuote(token.source, 0) === undefined)
        unclosed.push({ start: token.offset, end: token.offset + token.source.length });
      if ('end' in token) space(token.end);
    }
  }
  return { tags, tabs, tooDeep, strayColons, unclosed };
}

function isCollection(token: CST.Token): token is CST.BlockMap | CST.BlockSequence | CST.FlowCollection {
  return token.type === 'block-map' || token.type === 'block-seq' || token.type === 'flow-collection';
}

function emptyScalar(offset: number): CST.FlowScalar {
  return { type: 'scalar', offset, indent: -1, source: '' };
}

/** The tabs of a token, one place each. */
export function tabsIn({ source, offset }: { source: string; offset: number }): Span[] {
  return [...source.matchAll(/\t/g)].map(({ index }) => ({ start: offset + index, end: offset + index + 1 }));
}

/**
 * The `yaml` package lets the `:` of a key stand on a later line, a key in braces go over lines, and a `:` without a key anywhere; Python wants it on
 * the line of its key, or in the column of the mapping's keys.
 */
function strayColon(item: CST.CollectionItem, parent: CST.Token, text: string): Span[] {
  const colon = item.sep?.find((token) => token.type === 'map-value-ind');
  if (!colon || item.start.some((token) => token.type === 'explicit-key-ind')) return [];
  const span = { start: colon.offset, end: colon.offset + 1 };
  const { key } = item;
  if (key && 'source' in key && key.source !== '') {
    const between = text.slice(key.offset + key.source.length, colon.offset);
    return between.includes('\n') || key.source.includes('\n') ? [span] : [];
  }
  if (
    key ||
    parent.type !== 'block-map' ||
    item.start.some((token) => token.type !== 'space' && token.type !== 'newline')
  )
    return [];
  const before = text.slice(text.lastIndexOf('\n', colon.offset - 1) + 1, colon.offset);
  return /^ *(?:[-?:] +)*$/.test(before) && before.length === parent.indent ? [] : [span];
}
