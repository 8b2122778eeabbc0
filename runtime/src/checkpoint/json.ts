/**
 * JSON in which numbers that JSON lacks are the strings `NaN`, `Infinity` and `-Infinity`, so that `Number(value)`
 * gives them back.
 */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'number' && !Number.isFinite(item) ? String(item) : item,
  );
}
