/** How one case of an oracle file came out. */
export interface CaseResult {
  readonly name: string;
  readonly status: 'ok' | 'FAILED' | 'skipped';
  /** The worst relative error of the case's numbers, where it has numbers. */
  readonly worst?: number;
  readonly tolerance?: number;
  /** Why it was skipped or failed. */
  readonly note?: string;
}

export const skipped = (name: string, note: string): CaseResult => ({ name, status: 'skipped', note });
export const failed = (name: string, note: string): CaseResult => ({ name, status: 'FAILED', note });

/** Compares two values that must be the same as JSON. */
export function same(name: string, actual: unknown, expected: unknown): CaseResult {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  return a === b ? { name, status: 'ok' } : failed(name, `expected ${b}, got ${a}`);
}

/** A number as the oracle writes it: non-finite ones are texts. */
export const numberOf = (value: unknown): number => (value === null ? Number.NaN : Number(value));

/** `|actual - expected| / scale`; 0 for two equal non-finite numbers, infinite for an unequal pair. */
export function relativeError(actual: number, expected: number, scale = Math.abs(expected)): number {
  if (Object.is(actual, expected) || actual === expected) return 0;
  if (!Number.isFinite(actual) || !Number.isFinite(expected)) return Number.POSITIVE_INFINITY;
  return Math.abs(actual - expected) / scale;
}

/** Compares number by number; the worst relative error decides. */
export function numbers(
  name: string,
  actual: readonly number[],
  expected: readonly number[],
  tolerance: number,
): CaseResult {
  if (actual.length !== expected.length)
    return failed(name, `expected ${expected.length} numbers, got ${actual.length}`);
  const worst = expected.reduce(
    (most, value, i) => Math.max(most, relativeError(actual[i] ?? Number.NaN, value)),
    0,
  );
  return { name, status: worst <= tolerance ? 'ok' : 'FAILED', worst, tolerance };
}

/** One result out of the parts of a case: the first failure, or the worst of the numbers. */
export function combined(name: string, parts: readonly CaseResult[]): CaseResult {
  const bad = parts.find((part) => part.status === 'FAILED');
  if (bad) return { ...bad, name };
  const worst = Math.max(...parts.map((part) => part.worst ?? 0));
  const tolerance = parts.find((part) => part.tolerance !== undefined)?.tolerance;
  return tolerance === undefined ? { name, status: 'ok' } : { name, status: 'ok', worst, tolerance };
}

/** The line that is printed for a case. */
export function line({ name, status, worst, tolerance, note }: CaseResult): string {
  const figures =
    tolerance === undefined
      ? ''
      : ` worst ${(worst ?? 0).toExponential(1)} tolerance ${tolerance.toExponential(0)}`;
  return `${status.padEnd(8)}${name}${figures}${note ? ` (${note})` : ''}`;
}
