import {
  type CST,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { suggest } from '../suggest.js';
import { reportDuplicate, reportPython, reportTaggedKey, reportUnhashable } from './construct-problems.js';
import type { Findings } from './findings.js';
import { failed, reportBomb } from './freeze.js';
import { keyOf, unhashableIn } from './keys.js';
import { MAX_EXPANDED } from './limits.js';
import { addMerged, type Merge, reportIgnoredMerge } from './merge.js';
import { checkTag, type Tag, tagOf } from './node-tags.js';
import { PythonError } from './python-error.js';
import { behind, type Raw, type RawEntry } from './raw.js';
import type { Dialect, Typed } from './scalars.js';
import { spanOf, spanOfRaw } from './spans.js';
import { taggedScalar, untaggedScalar } from './tags.js';
import type { Span, Value } from './value.js';

/** What composing needs besides the nodes. */
export interface ComposeContext {
  readonly text: string;
  readonly dialect: Dialect;
  readonly findings: Findings;
  /** The tag token in front of a token. */
  readonly tags: ReadonlyMap<CST.Token, CST.SourceToken>;
}

/** The nodes of a YAML document as values, aliases and merge keys followed, `!ref` and its kin still to be done. */
export function compose(root: Node, context: ComposeContext): Raw {
  const { text, dialect, findings } = context;
  /** What an anchor stands for; `undefined` while its own value is being read. */
  const anchors = new Map<string, Raw | undefined>();
  /** Keys that merge keys have brought so far. */
  let merged = 0;

  function node(it: Node | null, at: number): Raw {
    if (it === null) return { kind: 'scalar', value: { kind: 'null', span: { start: at, end: at } } };
    if (isAlias(it)) return alias(it.source, spanOf(it));
    const anchor = 'anchor' in it ? it.anchor : undefined;
    if (anchor !== undefined) anchors.set(anchor, undefined);
    const raw = isScalar(it) ? scalar(it) : isMap(it) ? mapping(it) : isSeq(it) ? sequence(it) : unknown(it);
    if (anchor !== undefined) anchors.set(anchor, raw);
    return raw;
  }

  function alias(name: string, span: Span): Raw {
    const target = anchors.get(name);
    if (target !== undefined) return { kind: 'use', via: 'alias', span, target };
    if (anchors.has(name)) {
      findings.add({
        code: 'optim/yaml-alias-cycle',
        span,
        message: `The alias "*${name}" stands inside the value of its own anchor "&${name}", so the value would contain itself and SpeeChain's loader puts null here. Point it to an anchor outside of this value.`,
      });
      return { kind: 'scalar', value: { kind: 'null', span }, failed: true };
    }
    reportUnknownAlias(name, span);
    return failed(span, `*${name}`);
  }

  function reportUnknownAlias(name: string, span: Span): void {
    const near = suggest(name, anchors.keys());
    findings.add({
      code: 'optim/yaml-alias',
      span,
      message: `No anchor "&${name}" stands above the alias "*${name}", so it has no value.${near ? ` Did you mean "*${near}"?` : ` Write "&${name}" in front of the value that is meant.`}`,
      fixes: near
        ? [{ title: `Change to "*${near}"`, edits: [{ span, newText: `*${near}` }], preferred: true }]
        : [],
      loader: {
        phase: 'syntax',
        type: 'ComposerError',
        message: `found undefined alias '${name}'\n  ${findings.mark(span.start)}`,
      },
    });
  }

  function scalar(it: Scalar): Raw {
    const content = spanOf(it);
    const tag = tagOf(it, text, context.tags);
    const span = tag ? { start: tag.start, end: content.end } : content;
    const source = scalarText(it, text);
    const quoted = it.type !== 'PLAIN' && it.type !== undefined;
    try {
      const typed = tag ? taggedScalar(tag.name, source, dialect) : untaggedScalar(source, quoted, dialect);
      if (typed.kind === 'tagged')
        return {
          kind: 'tagged',
          tag: tag?.written ?? '',
          name: tag?.name ?? '',
          text: source,
          span,
          content,
          quoted,
        };
      // ruamel keeps an anchored boolean in a class of its own, which is an int to Python.
      const own = typed.kind === 'bool' && it.anchor !== undefined && dialect !== 'pyyaml';
      const value = withSpan(typed, source, quoted, span, tag?.written);
      return {
        kind: 'scalar',
        value: own && value.kind === 'bool' ? { ...value, python: 'ScalarBoolean' } : value,
      };
    } catch (error) {
      if (!(error instanceof PythonError)) throw error;
      reportPython(error, source, span, tag?.written, findings);
      return failed(span, source);
    }
  }

  function sequence(it: YAMLSeq): Raw {
    const tag = tagOf(it, text, context.tags);
    const items = it.items.map((item) =>
      isPair(item) ? failed(spanOf(it), '') : node(item as Node | null, it.range?.[0] ?? 0),
    );
    const span = collectionSpan(it, tag, lastEnd(items));
    checkTag(tag, 'sequence', span, findings);
    if (tag?.name === 'tag:yaml.org,2002:omap') return orderedMap(items, span, tag);
    if (tag?.name === 'tag:yaml.org,2002:pairs') return pairs(items, span, tag);
    return { kind: 'list', tuple: false, items, span, ...(tag ? { tag: tag.written } : {}) };
  }

  /** `!!pairs [a: 1, a: 2]`, which Python reads as a list of tuples. */
  function pairs(items: readonly Raw[], span: Span, tag: Tag): Raw {
    const tuples = items.map((item): Raw => {
      if (item.kind !== 'map') return item;
      const own = item.entries.flatMap(({ key, keySpan, value }): Raw[] => {
        return [{ kind: 'scalar', value: { kind: 'str', value: key, quoted: false, span: keySpan } }, value];
      });
      return { kind: 'list', tuple: true, items: own, span: item.span };
    });
    return { kind: 'list', tuple: false, items: tuples, span, tag: tag.written };
  }

  /** `!!omap [a: 1, b: 2]`, which Python reads as a mapping. */
  function orderedMap(items: readonly Raw[], span: Span, tag: Tag): Raw {
    const wrong = items.find((item) => item.kind !== 'map' || item.entries.length !== 1);
    if (wrong) {
      const error = new PythonError('ConstructorError', 'while constructing an ordered map');
      reportPython(error, 'a list item', spanOfRaw(wrong), tag.written, findings);
    }
    const entries = items.flatMap((item) => (item.kind === 'map' ? item.entries : []));
    return { kind: 'map', entries, span, tag: tag.written, flow: true };
  }

  function mapping(it: YAMLMap): Raw {
    const tag = tagOf(it, text, context.tags);
    const entries: RawEntry[] = [];
    const byText = new Map<string, RawEntry>();
    const seen = new Map<string, RawEntry>();
    const merges: Merge[] = [];
    const start = it.range?.[0] ?? 0;
    let end = start;
    for (const pair of it.items as Pair<Node | null, Node | null>[]) {
      if (isMergeKey(pair.key)) {
        const keySpan = spanOf(pair.key);
        const value = node(pair.value, keySpan.end);
        end = Math.max(end, keySpan.end, spanOfRaw(value).end);
        merges.push({ keySpan, valueSpan: spanOfRaw(value), value });
        continue;
      }
      const keyRaw = node(pair.key, start);
      const keySpan = keyRaw.kind === 'tagged' ? keyRaw.content : spanOfRaw(keyRaw);
      const value = node(pair.value, keySpan.end);
      end = Math.max(end, keySpan.end, spanOfRaw(value).end);
      if (keyRaw.kind === 'tagged') reportTaggedKey(keyRaw, findings);
      const unhashable = unhashableIn(keyRaw);
      if (unhashable) reportUnhashable(unhashable, keySpan, findings);
      const key = keyOf(keyRaw, keySpan.start);
      const entry: RawEntry = { key: key.text, keySpan, value };
      const before = seen.get(key.identity) ?? byText.get(key.text);
      if (before) {
        const equal = seen.has(key.identity);
        const span = { start: keySpan.start, end: Math.max(keySpan.end, spanOfRaw(value).end) };
        reportDuplicate({ before, entry, span, equal, flow: it.flow === true, mapStart: start }, context);
        // Python keeps the place of the first and, where it goes on, the value of the last.
        if (!equal || dialect === 'pyyaml') before.value = value;
        continue;
      }
      seen.set(key.identity, entry);
      byText.set(key.text, entry);
      entries.push(entry);
    }
    const span = collectionSpan(it, tag, end);
    checkTag(tag, 'mapping', span, findings);
    mergeAll(entries, merges, span, it === root);
    if (tag?.name === 'tag:yaml.org,2002:set')
      return {
        kind: 'scalar',
        value: {
          kind: 'other',
          type: 'tagged',
          text: text.slice(start, span.end),
          span,
          tag: tag.written,
          python: 'CommentedSet',
        },
      };
    return { kind: 'map', entries, span, flow: it.flow === true, ...(tag ? { tag: tag.written } : {}) };
  }

  function mergeAll(entries: RawEntry[], merges: readonly Merge[], span: Span, isRoot: boolean): void {
    const [first, ...more] = merges;
    const ignored = isRoot && dialect !== 'pyyaml';
    if (first && ignored) reportIgnoredMerge(first, findings);
    for (const merge of merges) {
      if (merged > MAX_EXPANDED) continue;
      merged += addMerged(ignored ? [] : entries, merge, span, findings);
      if (merged > MAX_EXPANDED) reportBomb(merge.valueSpan, findings);
    }
    for (const merge of more) {
      if (dialect === 'pyyaml' || (first && isEmptyList(first.value))) continue;
      findings.add({
        code: 'optim/yaml-duplicate-key',
        span: merge.keySpan,
        message: `This mapping has two "<<" keys, so the loader refuses it. Merge several mappings with one key: \`<<: [*first, *second]\`.`,
        related: first ? [{ span: first.keySpan, message: 'The first "<<"' }] : [],
        loader: {
          phase: 'construct',
          type: 'DuplicateKeyError',
          message: `while constructing a mapping\n  ${findings.mark(span.start)}\nfound duplicate key "<<"\n  ${findings.mark(merge.keySpan.start)}`,
        },
      });
    }
  }

  function unknown(it: Node): Raw {
    return failed(spanOf(it), '');
  }

  return node(root, 0);
}

/** A scalar's text. At the very end of a file ruamel does not add the line break that the last line lacks. */
function scalarText(it: Scalar, text: string): string {
  const source = it.source ?? String(it.value ?? '');
  const isBlock = it.type === 'BLOCK_LITERAL' || it.type === 'BLOCK_FOLDED';
  if (!isBlock || (it.range?.[1] ?? 0) < text.length || !source.endsWith('\n')) return source;
  const lastLine = text.slice(text.lastIndexOf('\n') + 1);
  const indent = /\n( *)[^ \n]/.exec(text.slice(it.range?.[0]))?.[1]?.length ?? 0;
  return lastLine.length > indent ? source.slice(0, -1) : source;
}

function isEmptyList(raw: Raw): boolean {
  const value = behind(raw);
  return value.kind === 'list' && value.items.length === 0;
}

function isMergeKey(key: Node | null): key is Scalar {
  return isScalar(key) && key.source === '<<' && key.type === 'PLAIN' && key.tag === undefined;
}

function lastEnd(items: readonly Raw[]): number | undefined {
  const last = items.at(-1);
  return last && spanOfRaw(last).end;
}

/** From the tag to the closing bracket, or to the end of the last item of a block collection. */
function collectionSpan(it: YAMLMap | YAMLSeq, tag: Tag | undefined, lastItemEnd: number | undefined): Span {
  const { start, end } = spanOf(it);
  return { start: tag?.start ?? start, end: it.flow ? end : Math.max(start, lastItemEnd ?? start) };
}

function withSpan(typed: Typed, source: string, quoted: boolean, span: Span, tag: string | undefined): Value {
  const place = tag === undefined ? { span } : { span, tag };
  if (typed.kind === 'str') return { ...typed, quoted, ...place };
  return typed.kind === 'other' ? { ...typed, text: source, ...place } : { ...typed, ...place };
}
