import { valueKinds } from '@optim-sches/schemas';
import { CompletionItemKind } from 'vscode-languageserver';
import type { RoughEntry } from '../text/rough-entries.js';
import type { Context } from './context.js';
import { factOf, fieldsOf } from './fields.js';
import type { Candidate } from './item.js';
import type { ValueOf } from './places.js';
import { valueOrder } from './values.js';

/** A value longer than this is cut. */
const longest = 40;

/** The keys of the file that a `!ref` may point to, those that fit first; inside of its brackets, or with them. */
export function referenceCandidates(of: ValueOf | undefined, context: Context): Candidate[] {
  const { cursor } = context;
  const inside = cursor.what === 'reference';
  // Between quotes there are no tags.
  if (!inside && cursor.quote !== '') return [];
  const fits = fitting(of);
  const seen = new Set<string>();
  return context
    .root()
    .filter((entry) => entry.key !== cursor.path[0] && /^[^<>[\]]+$/.test(entry.key) && isValue(entry))
    .flatMap((entry, index): Candidate[] => {
      const isFit = fits(entry.value);
      if ((!inside && !isFit) || seen.has(entry.key)) return [];
      seen.add(entry.key);
      const { key, value } = entry;
      const isSame = key === of?.key;
      const shown = value.length > longest ? `${value.slice(0, longest - 1)}…` : value || 'a list';
      return [
        {
          label: inside ? key : `!ref <${key}>`,
          kind: CompletionItemKind.Reference,
          // A variable of the same name is what is meant most often.
          sort: [isSame ? 0 : valueOrder.reference, (isFit ? 0 : 500) + Math.min(index, 499)],
          description: shown,
          docs: { of: 'text', text: `\`${key}\` is \`${shown.replaceAll('`', "'")}\`` },
          write: (writer) =>
            inside ? writer.text(cursor.colon ? key : `${key}>`) : writer.text(`!ref <${key}>`),
        },
      ];
    });
}

/** A mapping is no value for a key. */
const isValue = (entry: RoughEntry) =>
  entry.value !== '' ? !/^[{|>]/.test(entry.value) : entry.below().some(({ key }) => key === '');

/** Whether a value as written may be what a field takes; a reference in turn may be anything. */
function fitting(of: ValueOf | undefined): (value: string) => boolean {
  const field = of && fieldsOf(of.group)?.shape[of.key];
  if (!of || !field || !factOf(of.group, of.key)) return () => true;
  const whole = valueKinds(field);
  const item = of.index === undefined ? undefined : (whole.items?.[of.index] ?? whole.items?.at(-1));
  const kinds = item ? valueKinds(item) : whole;
  return (value) => {
    if (value.startsWith('!') || value.startsWith('*')) return true;
    if (/^(?:true|false)$/i.test(value)) return kinds.boolean;
    if (/^[-+.]?\d/.test(value)) return kinds.number;
    if (value === '' || value.startsWith('[')) return kinds.items !== undefined;
    return kinds.text || kinds.words.length > 0;
  };
}
