import type { Findings } from './findings.js';
import { behind, type Raw, type RawEntry, type RawMap } from './raw.js';
import type { Span } from './value.js';

/** One `<<: value` of a mapping. */
export interface Merge {
  readonly keySpan: Span;
  readonly valueSpan: Span;
  readonly value: Raw;
}

/**
 * Adds to `entries` what `<<` brings: keys that the mapping does not have itself, after its own ones (as ruamel
 * orders them), the first source winning. `mapSpan` is the mapping that holds the `<<`. Returns how many keys came.
 */
export function addMerged(entries: RawEntry[], merge: Merge, mapSpan: Span, findings: Findings): number {
  const before = entries.length;
  const known = new Set(entries.map((entry) => entry.key));
  for (const source of sources(merge, mapSpan, findings)) {
    for (const entry of source.map.entries) {
      if (known.has(entry.key)) continue;
      known.add(entry.key);
      const value: Raw = { kind: 'use', via: 'merge', span: source.span, target: behind(entry.value) };
      entries.push({ key: entry.key, keySpan: entry.keySpan, value });
    }
  }
  return entries.length - before;
}

function sources(merge: Merge, mapSpan: Span, findings: Findings): { map: RawMap; span: Span }[] {
  const value = behind(merge.value);
  if (value.kind === 'map') return [{ map: value, span: merge.valueSpan }];
  const refuse = (span: Span, expected: string, found: Raw) => {
    const inner = behind(found);
    if (inner.kind === 'scalar' && inner.failed) return;
    const kind = inner.kind === 'list' ? 'sequence' : inner.kind === 'map' ? 'mapping' : 'scalar';
    findings.add({
      code: 'optim/yaml-merge',
      span,
      message: `The merge key "<<" cannot take a ${kind === 'sequence' ? 'list inside a list' : 'single value'}: it copies the keys of a mapping, so nothing can be merged here. Give it an alias of a mapping (\`<<: *name\`) or a list of such aliases.`,
      loader: {
        phase: 'construct',
        type: 'ConstructorError',
        message: `while constructing a mapping\n  ${findings.mark(mapSpan.start)}\nexpected ${expected} for merging, but found ${kind}\n  ${findings.mark(span.start)}`,
      },
    });
  };
  if (value.kind !== 'list') {
    refuse(merge.valueSpan, 'a mapping or list of mappings', value);
    return [];
  }
  const maps: { map: RawMap; span: Span }[] = [];
  for (const item of value.items) {
    const inner = behind(item);
    const span = item.kind === 'scalar' ? item.value.span : item.span;
    if (inner.kind === 'map') maps.push({ map: inner, span });
    else refuse(span, 'a mapping', item);
  }
  return maps;
}

/**
 * Reports a "<<" at the top level of a file: the version of ruamel that SpeeChain pins (0.17.21) looks at the merged
 * mappings before it has filled them, and so merges nothing there.
 */
export function reportIgnoredMerge(merge: Merge, findings: Findings): void {
  findings.add({
    code: 'optim/yaml-merge',
    severity: 'warning',
    span: merge.keySpan,
    message: `"<<" at the top level of a file brings nothing: ruamel.yaml 0.17.21, which SpeeChain uses, merges only inside other mappings. Write the keys here, or refer to them with !ref.`,
  });
}
