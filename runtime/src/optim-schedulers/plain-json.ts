import { isDeepStrictEqual } from 'node:util';

/**
 * A copy of a schedule's state that JSON can carry; fields that are undefined are left out. Throws, with the field,
 * when something would get lost, which a resumed run would miss.
 */
export function plainJson(state: object, owner: string): Record<string, unknown> {
  return Object.fromEntries(fieldsOf(state).map(([field, value]) => [field, checked(value, field, owner)]));
}

/** The fields of an object, checked as `plainJson` does; functions are no state. */
export function plainFields(object: object): Record<string, unknown> {
  return plainJson(Object.fromEntries(dataFields(object)), object.constructor.name);
}

/** A snapshot of the fields of an object, with which later values are compared; those that cannot be copied are left out. */
export function structuredFields(object: object): Record<string, unknown> {
  return Object.fromEntries(
    dataFields(object)
      .filter(([, value]) => isPlain(value))
      .map(([field, value]) => [field, structuredClone(value)]),
  );
}

const fieldsOf = (object: object): [string, unknown][] =>
  Object.entries(object).filter(([, value]) => value !== undefined);

const dataFields = (object: object) => fieldsOf(object).filter(([, value]) => typeof value !== 'function');

function isPlain(value: unknown): boolean {
  const text: string | undefined = JSON.stringify(value);
  return text !== undefined && isDeepStrictEqual(JSON.parse(text), value);
}

function checked(value: unknown, field: string, owner: string): unknown {
  if (isPlain(value)) return JSON.parse(JSON.stringify(value));
  throw new Error(
    `"${field}" of ${owner} cannot be saved in a checkpoint, so a resumed run would go on differently: keep finite numbers, strings, booleans, lists and plain objects in it, or override scheduleState and loadScheduleState.`,
  );
}
