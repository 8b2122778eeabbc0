import type { Reference } from '../document/document.js';
import type { Entry } from '../document/value.js';
import type { Problem, Related } from '../problem.js';

/** The place of a key that a problem depends on, as part of a finding; nothing for a key that is not written. */
export const setHere = (entry: Entry | undefined): { readonly related?: readonly Related[] } =>
  entry ? { related: [{ span: entry.keySpan, message: `${entry.key} is set here` }] } : {};

/** Problems of values that stand elsewhere (`!ref <key>`), with the place of the key. */
export function withSources(
  problems: readonly Problem[],
  references: readonly Reference[],
): readonly Problem[] {
  if (references.length === 0) return problems;
  const byStart = new Map<number, Related[]>();
  for (const { key, scalar, target } of references) {
    if (!target) continue;
    const places = byStart.get(scalar.start) ?? [];
    byStart.set(scalar.start, places);
    if (!places.some(({ span }) => span.start === target.start))
      places.push({ span: target, message: `${key} is set here` });
  }
  return problems.map((problem) => {
    const places = byStart.get(problem.span.start);
    return places ? { ...problem, related: [...(problem.related ?? []), ...places] } : problem;
  });
}
