import type { Problem } from '../../problem.js';
import type { Reference } from '../document.js';
import type { Entry, Span, Value } from '../value.js';

/** Gives a span of an excerpt its place in the whole text. */
export type Move = (span: Span) => Span;

/** A copy of a value with every span moved; what is shared stays shared. */
export function moveValue(value: Value, move: Move, moved = new Map<Value, Value>()): Value {
  const known = moved.get(value);
  if (known) return known;
  const { source } = value;
  const own = { ...value, span: move(value.span), ...(source ? { source: move(source) } : {}) };
  const copy: Value =
    own.kind === 'map'
      ? { ...own, entries: own.entries.map((entry) => moveEntry(entry, move, moved)) }
      : own.kind === 'list' || own.kind === 'tuple'
        ? { ...own, items: own.items.map((item) => moveValue(item, move, moved)) }
        : own;
  moved.set(value, copy);
  return copy;
}

/** A copy of an entry with every span moved. */
export function moveEntry(
  { key, keySpan, value }: Entry,
  move: Move,
  moved = new Map<Value, Value>(),
): Entry {
  return { key, keySpan: move(keySpan), value: moveValue(value, move, moved) };
}

/** A copy of a problem with the places of its fixes and of what explains it. */
export function moveProblem(problem: Problem, move: Move): Problem {
  const { related } = problem;
  return {
    ...problem,
    span: move(problem.span),
    fixes: problem.fixes.map((fix) => ({
      ...fix,
      edits: fix.edits.map((edit) => ({ ...edit, span: move(edit.span) })),
    })),
    ...(related ? { related: related.map((each) => ({ ...each, span: move(each.span) })) } : {}),
  };
}

/** A copy of a reference with its places moved. */
export function moveReference(reference: Reference, move: Move): Reference {
  const { span, keySpan, scalar, target } = reference;
  return {
    ...reference,
    span: move(span),
    keySpan: move(keySpan),
    scalar: move(scalar),
    ...(target ? { target: move(target) } : {}),
  };
}
