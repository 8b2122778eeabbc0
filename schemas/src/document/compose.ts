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
import { reportDuplicate, reportPython } from './construct-problems.js';
import type { Findings } from './findings.js';
import { failed } from './freeze.js';
import { keyOf } from './keys.js';
import { addMerged, type Merge } from './merge.js';
import { PythonError } from './python-error.js';
import type { Raw, RawEntry } from './raw.js';
import type { Dialect, Typed } from './scalars.js';
import { spanOf, spanOfRaw } from './spans.js';
import { nearest } from './suggest.js';
import { checkCollectionTag, taggedScalar, untaggedScalar } from './tags.js';
import type { Span, Value } from './value.js';

/** What composing needs besides the nodes. */
export interface ComposeContext {
  readonly text: string;
  readonly dialect: Dialect;
  readonly findings: Findings;
  /** The tag token in front of a token. */
  readonly tags: ReadonlyMap<CST.Token, CST.SourceToken>;
}

interface Tag {
  /** The full name, handles resolved. */
  readonly name: string;
  readonly written: string;
  readonly start: number;
}

/** The nodes of a YAML document as values, aliases and merge keys followed, `!ref` and its kin still to be done. */
export function compose(root: Node, context: ComposeContext): Raw {
  const { text, dialect, findings } = context;
  /** What an anchor stands for; `undefined` while its own value is being read. */
  const anchors = new Map<string, Raw | undefined>();

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
    const near = nearest(name, anchors.keys());
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

  function tagOf(it: Scalar | YAMLMap | YAMLSeq): Tag | undefined {
    if (it.tag === undefined) return undefined;
    const token = it.srcToken && context.tags.get(it.srcToken);
    if (token) return { name: it.tag, written: token.source, start: token.offset };
    // An empty scalar has no token of its own: its tag is the last thing before it.
    const before = text.slice(0, it.range?.[0] ?? 0);
    const start = before.lastIndexOf('!');
    const written = /^[^\s,[\]{}]*/.exec(text.slice(before[start - 1] === '!' ? start - 1 : start))?.[0];
    return { name: it.tag, written: written ?? it.tag, start: Math.max(0, start) };
  }

  function scalar(it: Scalar): Raw {
    const content = spanOf(it);
    const tag = tagOf(it);
    const span = tag ? { start: tag.start, end: content.end } : content;
    const source = it.source ?? String(it.value ?? '');
    const quoted = it.type !== 'PLAIN' && it.type !== undefined;
    try {
      const typed = tag ? taggedScalar(tag.name, source, dialect) : untaggedScalar(source, quoted, dialect);
      if (typed.kind === 'tagged')
        return { kind: 'tagged', tag: tag?.written ?? '', text: source, span, content, quoted };
      return { kind: 'scalar', value: withSpan(typed, source, quoted, span, tag?.written) };
    } catch (error) {
      if (!(error instanceof PythonError)) throw error;
      reportPython(error, source, span, tag?.written, findings);
      return failed(span, source);
    }
  }

  function checkTag(tag: Tag | undefined, found: 'mapping' | 'sequence', span: Span): void {
    if (!tag) return;
    try {
      checkCollectionTag(tag.name, found);
    } catch (error) {
      if (!(error instanceof PythonError)) throw error;
      reportPython(error, `a ${found}`, span, tag.written, findings);
    }
  }

  function sequence(it: YAMLSeq): Raw {
    const tag = tagOf(it);
    const items = it.items.map((item) =>
      isPair(item) ? failed(spanOf(it), '') : node(item as Node | null, it.range?.[0] ?? 0),
    );
    const span = collectionSpan(it, tag, lastEnd(items));
    checkTag(tag, 'sequence', span);
    if (tag?.name === 'tag:yaml.org,2002:omap') return orderedMap(items, span, tag);
    return { kind: 'list', tuple: false, items, span, ...(tag ? { tag: tag.written } : {}) };
  }

  /** `!!omap [a: 1, b: 2]`, which Python reads as a mapping. */
  function orderedMap(items: readonly Raw[], span: Span, tag: Tag): Raw {
    const entries = items.flatMap((item) => (item.kind === 'map' ? item.entries : []));
    return { kind: 'map', entries, span, tag: tag.written, flow: true };
  }

  function mapping(it: YAMLMap): Raw {
    const tag = tagOf(it);
    const entries: RawEntry[] = [];
    const byText = new Map<string, RawEntry>();
    const seen = new Map<string, RawEntry>();
    const merges: Merge[] = [];
    const start = it.range?.[0] ?? 0;
    let end = start;
    for (const pair of it.items as Pair<Node | null, Node | null>[]) {
      const keyRaw = node(pair.key, start);
      const keySpan = keyRaw.kind === 'tagged' ? keyRaw.content : spanOfRaw(keyRaw);
      const value = node(pair.value, keySpan.end);
      end = Math.max(end, keySpan.end, spanOfRaw(value).end);
      if (isMergeKey(pair.key)) {
        merges.push({ keySpan, valueSpan: spanOfRaw(value), value });
        continue;
      }
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
    checkTag(tag, 'mapping', span);
    mergeAll(entries, merges, span);
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

  function mergeAll(entries: RawEntry[], merges: readonly Merge[], span: Span): void {
    const [first, ...more] = merges;
    if (first) addMerged(entries, first, span, findings);
    for (const merge of more) {
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

function isMergeKey(key: Node | null): boolean {
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
