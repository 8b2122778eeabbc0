import { addEntry, type Edit, type Loader, type OptimSchedulerConf } from '@optim-sches/schemas';
import type { SettingKey } from '../curve/influence.js';
import type { Analysis } from '../session/analysis.js';
import { nameOf } from '../session/uris.js';
import { isPlainNumber, likeNumber, newNumber } from './notation.js';

/** How a number would be written. */
export interface Written {
  readonly newText: string;
  readonly edits: readonly Edit[];
}

/** Writes numbers for one key. */
export interface NumberWriter {
  /** The text of its number; that of the default where none is written. */
  readonly now: string;
  write(value: number): Written;
}

/**
 * Writes numbers for a key of an OptimScheduler where its number stands, be it behind a `!ref` or an alias, in the
 * notation that is there; where none stands, as a new entry. A sentence where none can be written.
 */
export function numberWriter(
  { config, linkedUri, text }: Analysis,
  one: OptimSchedulerConf,
  { path, value }: SettingKey,
  { now, loader }: { readonly now: number; readonly loader: Loader },
): NumberWriter | string {
  const key = path.at(-1) ?? '';
  if (config.linked)
    return `"${one.name}" stands in ${linkedUri === undefined ? 'another file' : nameOf(linkedUri)}: change it there.`;
  if (!value) {
    const map = path.length > 2 ? one.optimConf : one.conf;
    const own = map?.entries.filter(({ value: { via } }) => via !== 'merge') ?? [];
    if (!map || map.via || own.length < map.entries.length)
      return `${key} is not written, and where it would be written is shared with others: write it yourself.`;
    return {
      now: newNumber(now),
      write(number) {
        const newText = newNumber(number);
        return { newText, edits: addEntry(text, map, key, newText) };
      },
    };
  }
  const at = value.via ? value.source : value.span;
  const old = at ? text.slice(at.start, at.end).trimEnd() : '';
  if (!at || !isPlainNumber(old))
    return `${key} is not written as a plain number, but as ${text.slice(value.span.start, value.span.end).trim()}: change it there.`;
  const span = { start: at.start, end: at.start + old.length };
  return {
    now: old,
    write(number) {
      const newText = likeNumber(old, number, loader);
      return { newText, edits: [{ span, newText }] };
    },
  };
}
