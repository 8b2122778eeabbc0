import { isDeepStrictEqual } from 'node:util';

/**
 * A copy of a schedule's state that JSON can carry; fields that are undefined are left out. Throws, with the field,
 * when something would get lost, which a resumed run would miss.
 */
export function plainJson(state: unknown, owner: string): unknown {
  if (state === undefined) return undefined;
  if (typeof state !== 'object' || state === null || Array.isArray(state))
    return checked(state, 'state', owner);
  const fields = Object.entries(state).filter(([, value]) => value !== undefined);
  return Object.fromEntries(fields.map(([field, value]) => [field, checked(value, field, owner)]));
}

function checked(value: unknown, field: string, owner: string): unknown {
  const text: string | undefined = JSON.stringify(value);
  const copy: unknown = text === undefined ? undefined : JSON.parse(text);
  if (text !== undefined && isDeepStrictEqual(copy, value)) return copy;
  throw new Error(
    `"${field}" of ${owner} cannot be saved in a checkpoint, so a resumed run would go on differently: keep finite numbers, strings, booleans, lists and plain objects in it, or override scheduleState and loadScheduleState.`,
  );
}
