import type * as z from 'zod';
import type { Entry, MapValue, Span, Value } from '../document/value.js';
import { toPlain, valueAt } from '../document/value.js';
import type { Fields } from '../fields.js';
import { nestedMappings } from './nested.js';

/** What is wrong with one key of a mapping. */
export interface FieldIssue {
  readonly kind:
    | 'unknown-key'
    | 'missing-key'
    | 'invalid'
    /** `True` where a number is meant: Python counts it as 1. */
    | 'bool-as-number'
    /** `1` or a text where a truth value is meant: Python takes it for true. */
    | 'truthy'
    /** `.inf` or `.nan`: a number to Python. */
    | 'non-finite'
    /** `2.0` where Python's `isinstance(x, int)` is asked. */
    | 'float-as-int'
    /** `[0, 0.98]` where torch asks for floats. */
    | 'int-as-float'
    /** `"5"` where a number is meant. */
    | 'string-as-number'
    | 'length';
  readonly key: string;
  /** The key that is wrong where it is one inside the value of `key`, else `key`. */
  readonly name: string;
  /** The key as written; undefined when it is missing. */
  readonly entry: Entry | undefined;
  /** The value (or the part of it) that is wrong; for a missing key, the mapping. */
  readonly node: Value;
  readonly span: Span;
  readonly message: string;
}

export interface FieldsRead {
  /** The values with defaults, usable by a schedule; undefined when one of them cannot be used. */
  readonly values: Record<string, unknown> | undefined;
  readonly issues: readonly FieldIssue[];
}

const textOf = (node: Value) => (node.kind === 'str' ? node.value.replaceAll('_', '') : '');
/** Whether a text is a number but for its quotes or tag. */
export const isNumeric = (text: string) =>
  text.trim() !== '' && Number.isFinite(Number(text.replaceAll('_', '')));

type Accident = { kind: FieldIssue['kind']; value: unknown };

/** `.inf`, `-.inf` and `.nan` as torch's comparisons take them; other fields compare nothing. */
function nonFinite(schema: z.ZodType, value: number): Accident | undefined {
  const taken = { kind: 'non-finite', value } as const;
  const bounds = schema.meta()?.torchBounds;
  if (bounds && Number.isNaN(value)) return bounds === 'take NaN' ? taken : undefined;
  if (bounds) return schema.safeParse(value > 0 ? 1e300 : -1e300).success ? taken : undefined;
  return schema.safeParse(0.5).success || schema.safeParse(1).success ? taken : undefined;
}

/** What Python's `bool()` makes of a value. */
function truth(node: Value): boolean {
  switch (node.kind) {
    case 'null':
      return false;
    case 'list':
    case 'tuple':
      return node.items.length > 0;
    case 'map':
      return node.entries.length > 0;
    case 'other':
      return true;
    default:
      return Boolean(node.value);
  }
}

/** A value that Python would take where the schema wants something stricter, as Python sees it. */
function lenient(schema: z.ZodType, node: Value): Accident | undefined {
  const exact = schema.meta()?.exactType;
  if (node.kind === 'float' && !Number.isFinite(node.value)) return nonFinite(schema, node.value);
  if (node.kind === 'bool' && !exact && schema.safeParse(Number(node.value)).success)
    return { kind: 'bool-as-number', value: Number(node.value) };
  const isTruthValue = schema.safeParse(true).success && schema.safeParse(false).success;
  return isTruthValue && !exact ? { kind: 'truthy', value: truth(node) } : undefined;
}

/** The first thing that is wrong with a value itself; what is wrong with the mappings inside it is told of these. */
function ownIssue(schema: z.ZodType, node: Value, issues: readonly z.core.$ZodIssue[]) {
  const nested = new Set<Value | undefined>(nestedMappings(schema, node).map(({ map }) => map));
  return issues.find(({ code, path }) => {
    const steps = withoutSymbols(path);
    const isOfKey = code === 'unrecognized_keys' && nested.has(valueAt(node, steps));
    return !isOfKey && !steps.some((_, length) => nested.has(valueAt(node, steps.slice(0, length))));
  });
}

const withoutSymbols = (path: readonly PropertyKey[]) => path.filter((step) => typeof step !== 'symbol');

function readField(key: string, schema: z.ZodType, entry: Entry): { value?: unknown; issue?: FieldIssue } {
  const { value: node } = entry;
  const issue = (
    kind: FieldIssue['kind'],
    message: string,
    part: Value = node,
    name: string = key,
  ): FieldIssue => ({
    kind,
    key,
    name,
    entry,
    node: part,
    span: part.span,
    message,
  });
  const meta = schema.meta();
  const parsed = schema.safeParse(toPlain(node));
  if (parsed.success) {
    if (meta?.integer && node.kind === 'float')
      return { value: parsed.data, issue: issue('float-as-int', 'must be an integer') };
    if (meta?.floats && (node.kind === 'list' || node.kind === 'tuple')) {
      const int = node.items.find((item) => item.kind === 'int');
      if (int) return { value: parsed.data, issue: issue('int-as-float', 'must be floats', int) };
    }
    const length = meta?.expectedLength;
    if (
      length !== undefined &&
      (node.kind === 'list' || node.kind === 'tuple') &&
      node.items.length !== length
    )
      return { value: parsed.data, issue: issue('length', `${length} values are expected`) };
    return { value: parsed.data };
  }
  const accident = lenient(schema, node);
  if (accident) return { value: accident.value, issue: issue(accident.kind, '') };
  const first = ownIssue(schema, node, parsed.error.issues);
  if (!first) return {};
  const { code, message } = first;
  const path = withoutSymbols(first.path);
  const part = valueAt(node, path) ?? node;
  const name = path.findLast((step) => typeof step === 'string');
  const wouldDo = part === node ? schema.safeParse(Number(textOf(part))).success : code === 'invalid_type';
  if (part.kind === 'str' && isNumeric(part.value) && wouldDo)
    return { issue: issue('string-as-number', message, part, name) };
  return { issue: issue('invalid', message, part, name) };
}

/**
 * Reads the keys of `map` with the fields of a schema, each on its own, so that one mistake gives one issue. What is
 * wrong with a mapping inside a value is left to whoever reads that mapping (`nestedMappings`).
 * Keys for which `skip` is true belong to someone else.
 */
export function readFields(
  fields: Fields,
  map: MapValue,
  skip: (key: string) => boolean = () => false,
): FieldsRead {
  const values: Record<string, unknown> = {};
  const issues: FieldIssue[] = [];
  let usable = true;
  for (const entry of map.entries) {
    if (skip(entry.key) || Object.hasOwn(fields.shape, entry.key)) continue;
    const { key, keySpan: span, value: node } = entry;
    issues.push({ kind: 'unknown-key', key, name: key, entry, node, span, message: 'is not a key here' });
  }
  for (const [key, schema] of Object.entries(fields.shape)) {
    const entry = map.entries.find((candidate) => candidate.key === key);
    if (!entry) {
      const fallback = schema.safeParse(undefined);
      if (fallback.success) values[key] = fallback.data;
      else {
        usable = false;
        const message = 'is missing';
        issues.push({ kind: 'missing-key', key, name: key, entry, node: map, span: map.span, message });
      }
      continue;
    }
    const { value, issue } = readField(key, schema, entry);
    if (issue) issues.push(issue);
    if (value === undefined) usable = false;
    else values[key] = value;
  }
  return { values: usable ? values : undefined, issues };
}
