import {
  commonKeys,
  type Entry,
  type MapValue,
  type OptimSchedulerConf,
  type Span,
  type Value,
} from '@optim-sches/schemas';
import type { Analysis } from '../session/analysis.js';
import { contentOf } from './content.js';

/** Of LSP's own token types those that a configuration has a use for, with what they stand for here. */
export const tokenTypes = [
  /** An OptimScheduler's name. */
  'struct',
  /** A schedule (`type`) or an optimizer (`optim_type`). */
  'class',
  /** A loss. */
  'function',
  /** A module of the model. */
  'namespace',
  /** A key that `!ref` names, and the name in the `!ref`. */
  'variable',
  /** A key of `conf` that every OptimScheduler has. */
  'property',
  /** A key of a schedule or of an optimizer. */
  'parameter',
  /** What the loader reads as a number. */
  'number',
  /** What looks like a number and is text to the loader (`1e-9` to PyYAML). */
  'string',
] as const;
export const tokenModifiers = ['declaration', 'defaultLibrary'] as const;

/** One coloured piece of the text. */
export interface Token {
  readonly span: Span;
  readonly type: (typeof tokenTypes)[number];
  readonly modifier?: (typeof tokenModifiers)[number];
}

/** The tokens of a file, or of what overlaps `within`, in the order of the text. None overlap each other. */
export function tokensOf(analysis: Analysis, within?: Span): Token[] {
  const { config, document, text } = analysis;
  const seen = ({ start, end }: Span) => !within || (start < within.end && end > within.start);
  const tokens: Token[] = [];
  const add = (span: Span, type: Token['type'], modifier?: Token['modifier']) => {
    const { start, end } = contentOf(text, span);
    // A token stays in its line.
    if (end > start && seen({ start, end }) && !/[\r\n]/.test(text.slice(start, end)))
      tokens.push({ span: { start, end }, type, ...(modifier ? { modifier } : {}) });
  };
  const named = new Set(document.references.map(({ key }) => key));
  for (const { keySpan } of document.references) add(keySpan, 'variable');
  if (document.root?.kind === 'map')
    for (const { key, keySpan, value } of document.root.entries) {
      if (value.via === 'merge') continue;
      if (named.has(key)) add(keySpan, 'variable', 'declaration');
      numbers(value, add);
    }
  for (const one of config.linked ? [] : config.optimSchedulers) {
    const from = one.nameSpan?.start ?? one.node.span.start;
    if (seen({ start: from, end: one.node.span.end })) optimScheduler(one, add);
  }
  tokens.sort((a, b) => a.span.start - b.span.start);
  // An anchored part is reached twice where several OptimSchedulers share it.
  return tokens.filter((token, index) => token.span.start >= (tokens[index - 1]?.span.end ?? 0));
}

type Add = (span: Span, type: Token['type'], modifier?: Token['modifier']) => void;

const isHere = ({ via, tag }: Value) => via === undefined && tag === undefined;

function optimScheduler(one: OptimSchedulerConf, add: Add): void {
  const { nameSpan, node, typeNode, optimTypeNode, scheduler, optimizer, conf, optimConf } = one;
  if (node.via !== undefined) return;
  if (nameSpan) add(nameSpan, 'struct', 'declaration');
  if (typeNode?.kind === 'str' && isHere(typeNode))
    add(typeNode.span, 'class', scheduler && 'defaultLibrary');
  for (const { key, keySpan, value } of ownEntries(conf)) {
    const common = commonKeys.has(key);
    add(keySpan, common ? 'property' : 'parameter');
    if (value === optimTypeNode && isHere(value)) add(value.span, 'class', optimizer && 'defaultLibrary');
    else if (key === 'updated_modules') names(value, 'namespace', add);
    else if (key === 'optim_losses' || key === 'optim_loss') names(value, 'function', add);
    else if (value !== optimConf) numbers(value, add);
  }
  for (const { keySpan, value } of ownEntries(optimConf)) {
    add(keySpan, 'parameter');
    numbers(value, add);
  }
}

/** The entries that are written in the mapping itself. */
const ownEntries = (map: MapValue | undefined): readonly Entry[] =>
  map?.via === undefined ? (map?.entries.filter(({ value }) => value.via !== 'merge') ?? []) : [];

function names(value: Value, type: Token['type'], add: Add): void {
  if (!isHere(value)) return;
  if (value.kind === 'str') add(value.span, type);
  else if (value.kind === 'list') for (const item of value.items) names(item, type, add);
}

const looksLikeNumber = /^[-+]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/;

function numbers(value: Value, add: Add): void {
  if (!isHere(value)) return;
  if (value.kind === 'list') for (const item of value.items) numbers(item, add);
  else if (value.kind === 'int' || value.kind === 'float') add(value.span, 'number');
  else if (value.kind === 'str' && !value.quoted && looksLikeNumber.test(value.value))
    add(value.span, 'string');
}
