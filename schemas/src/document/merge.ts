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
 * orders them), the first source winning. `mapSpan` is the mapping that holds the `<<`.
 */
export function addMerged(entries: RawEntry[], merge: Merge, mapSpan: Span, findings: Findings): void {
  const known = new Set(entries.map((entry) => entry.key));
  for (const source of sources(merge, mapSpan, findings)) {
    for (const entry of source.map.entries) {
      if (known.has(entry.key)) continue;
      known.add(entry.key);
      const value: Raw = { kind: 'use', via: 'merge', span: source.span, target: entry.value };
      entries.push({ key: entry.key, keySpan: entry.keySpan, value });
    }
  }
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
