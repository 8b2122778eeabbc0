import type { Node } from 'yaml';
import type { Raw } from './raw.js';
import type { Span } from './value.js';

/** The place of a YAML node, without its tag and anchor. */
export function spanOf(node: Node): Span {
  const [start, end] = node.range ?? [0, 0];
  return { start, end };
}

/** The place of a value, with its tag. */
export function spanOfRaw(raw: Raw): Span {
  return raw.kind === 'scalar' ? raw.value.span : raw.span;
}
