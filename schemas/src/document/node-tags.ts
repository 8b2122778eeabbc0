import type { CST, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { reportPython } from './construct-problems.js';
import type { Findings } from './findings.js';
import { PythonError } from './python-error.js';
import { checkCollectionTag } from './tags.js';
import type { Span } from './value.js';

/** A tag in front of a node. */
export interface Tag {
  /** The full name, handles resolved: `tag:yaml.org,2002:int` for `!!int`. */
  readonly name: string;
  readonly written: string;
  readonly start: number;
}

/** The tag of a node, with its place; `tags` are the tag tokens in front of other tokens. */
export function tagOf(
  it: Scalar | YAMLMap | YAMLSeq,
  text: string,
  tags: ReadonlyMap<CST.Token, CST.SourceToken>,
): Tag | undefined {
  if (it.tag === undefined) return undefined;
  const token = it.srcToken && tags.get(it.srcToken);
  if (token) return { name: it.tag, written: token.source, start: token.offset };
  // An empty scalar has no token of its own: its tag is the last thing before it.
  const before = text.slice(0, it.range?.[0] ?? 0);
  const last = before.lastIndexOf('!');
  const start = Math.max(0, before[last - 1] === '!' ? last - 1 : last);
  const written = /^[^\s,[\]{}]*/.exec(text.slice(start, start + 200))?.[0];
  return { name: it.tag, written: written ?? it.tag, start };
}

/** Reports a core tag on a collection of another kind (`!!map [1]`). */
export function checkTag(
  tag: Tag | undefined,
  found: 'mapping' | 'sequence',
  span: Span,
  findings: Findings,
): void {
  if (!tag) return;
  try {
    checkCollectionTag(tag.name, found);
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    reportPython(error, `a ${found}`, span, tag.written, findings);
  }
}
