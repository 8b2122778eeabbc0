import type { Reference, Span, Value } from '@optim-sches/schemas';
import type { Analysis } from '../session/analysis.js';
import { anchorAt } from './anchors.js';
import { contentOf, holds } from './content.js';
import { type NodeAt, nodeAt } from './node-at.js';

/** A name under the cursor, and every place of the file that means the same. To be used within one request. */
export interface Occurrences {
  readonly kind: 'key' | 'anchor' | 'optimScheduler' | 'module' | 'loss';
  readonly name: string;
  /** The one under the cursor. */
  readonly at: Span;
  /** Where it is given its meaning; a module has none where the file does not configure it. */
  readonly definitions: readonly Span[];
  readonly uses: readonly Span[];
}

/** The name at an offset with its definition and its uses; undefined where the place is no such name. */
export function occurrencesAt(analysis: Analysis, offset: number): Occurrences | undefined {
  const { document, text } = analysis;
  const reference = document.references.find(({ span }) => holds(span, offset));
  if (reference) return keyNamed(analysis, nearest(analysis, reference, offset));
  const anchor = anchorAt(text, offset);
  if (anchor)
    return {
      kind: 'anchor',
      name: anchor.name,
      at: anchor.at,
      definitions: anchor.anchor ? [anchor.anchor] : [],
      uses: anchor.aliases,
    };
  const node = nodeAt(analysis, offset);
  const { entry, on, path, role } = node;
  if (!entry) return undefined;
  if (on === 'key' && holds(entry.keySpan, offset)) {
    const at = contentOf(text, entry.keySpan);
    if (path.length === 1) return keyNamed(analysis, { key: entry.key, keySpan: at });
    if (role === 'name' && path.at(-1)?.entry?.keySpan === node.optimScheduler?.nameSpan)
      return { kind: 'optimScheduler', name: entry.key, at, definitions: [at], uses: [] };
    return role === 'module_conf' && path.at(-2)?.entry?.key === 'module_conf'
      ? named(analysis, 'module', entry.key, at)
      : undefined;
  }
  return listedName(analysis, node, offset);
}

/** Of two keys in one bracket (`<a*b>`), the one under the cursor. */
const nearest = ({ document }: Analysis, first: Reference, offset: number): Reference =>
  document.references.find(({ keySpan }) => keySpan !== first.keySpan && holds(keySpan, offset)) ?? first;

function keyNamed(
  { document, text }: Analysis,
  { key, keySpan }: { readonly key: string; readonly keySpan: Span },
): Occurrences {
  const entry =
    document.root?.kind === 'map' ? document.root.entries.find((each) => each.key === key) : undefined;
  return {
    kind: 'key',
    name: key,
    at: keySpan,
    definitions: entry ? [contentOf(text, entry.keySpan)] : [],
    uses: document.references.filter((each) => each.key === key).map((each) => each.keySpan),
  };
}

/** A name in `updated_modules` or `optim_losses`. */
function listedName(
  analysis: Analysis,
  { value, role, roleKey, on }: NodeAt,
  offset: number,
): Occurrences | undefined {
  if (role !== 'common' || on !== 'value' || value?.kind !== 'str' || !holds(value.span, offset))
    return undefined;
  if (value.via !== undefined || value.tag !== undefined) return undefined;
  const at = contentOf(analysis.text, value.span);
  if (roleKey === 'updated_modules') return named(analysis, 'module', value.value, at);
  return roleKey?.startsWith('optim_loss') ? named(analysis, 'loss', value.value, at) : undefined;
}

function named(analysis: Analysis, kind: 'module' | 'loss', name: string, at: Span): Occurrences {
  const { config, text } = analysis;
  const uses = config.linked
    ? []
    : config.optimSchedulers.flatMap(({ conf, lossEntry }) => {
        const entry =
          kind === 'loss' ? lossEntry : conf?.entries.find(({ key }) => key === 'updated_modules');
        return entry ? writtenNames(entry.value, name).map((span) => contentOf(text, span)) : [];
      });
  const own = kind === 'module' && config.model?.entries.find(({ key }) => key === 'module_conf')?.value;
  const module = own && own.kind === 'map' ? own.entries.find(({ key }) => key === name) : undefined;
  return { kind, name, at, definitions: module ? [contentOf(text, module.keySpan)] : [], uses };
}

/** The places that name it, of one name or a list; what an alias or a tag brings was written elsewhere. */
function writtenNames(value: Value, name: string): Span[] {
  if (value.via !== undefined || value.tag !== undefined) return [];
  if (value.kind === 'list' || value.kind === 'tuple')
    return value.items.flatMap((item) => writtenNames(item, name));
  return value.kind === 'str' && value.value === name ? [value.span] : [];
}
