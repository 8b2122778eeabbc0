import type { GroupName } from './fields.js';

/** Whose docs an item has, told when the client asks for them. */
export type DocsOf =
  | { readonly of: 'key'; readonly group: GroupName; readonly key: string }
  | { readonly of: 'schedule'; readonly name: string }
  | { readonly of: 'optimizer'; readonly name: string }
  | { readonly of: 'model'; readonly name: string; readonly uri: string }
  | { readonly of: 'starter'; readonly name: string; readonly speechain: boolean }
  | { readonly of: 'text'; readonly text: string };

/** Reads what a client sends back of an item; undefined for anything else. */
export function readDocsOf(data: unknown): DocsOf | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { of, group, key, name, uri, text, speechain } = data as Readonly<Record<string, unknown>>;
  if (of === 'key' && typeof group === 'string' && typeof key === 'string') return { of, group, key };
  if ((of === 'schedule' || of === 'optimizer') && typeof name === 'string') return { of, name };
  if (of === 'model' && typeof name === 'string' && typeof uri === 'string') return { of, name, uri };
  if (of === 'starter' && typeof name === 'string') return { of, name, speechain: speechain === true };
  return of === 'text' && typeof text === 'string' ? { of, text } : undefined;
}
