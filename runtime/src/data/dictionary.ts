import { createRequire } from 'node:module';
import { fnv1a32 } from '../nn/random.js';

export const splits = ['train', 'valid', 'test'] as const;
export type Split = (typeof splits)[number];

/** The letters of the dictionary's words, sorted. (A test compares the two lists with the package.) */
export const graphemes: readonly string[] = [..."'-.abcdefghijklmnopqrstuvwxyz"];

/** The 39 phones of ARPAbet that the dictionary uses, without stress, sorted. */
export const phones: readonly string[] =
  'AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH'.split(
    ' ',
  );

/**
 * The split that a word belongs to, from the word alone: FNV-1a32(word) % 1000 below 20 is valid, below 120 test, the
 * rest train.
 */
export function splitOf(word: string): Split {
  const bucket = fnv1a32(word) % 1000;
  if (bucket < 20) return 'valid';
  return bucket < 120 ? 'test' : 'train';
}

/** A word and its pronunciations as the package writes them: "K AE1 T". No two differ in their stress alone. */
export interface Word {
  readonly word: string;
  readonly texts: readonly string[];
}

/** The phones of a pronunciation: digits, which are stress, and what follows "#", which says whence the word, left out. */
export function phonesOf(text: string): string[] {
  return text.replace(/\s*#.*|\d/g, '').split(' ');
}

let known: Readonly<Record<Split, readonly Word[]>> | undefined;

/** The words of the CMU Pronouncing Dictionary by split. Read once in a process, in a third of a second. */
export function readDictionary(): Readonly<Record<Split, readonly Word[]>> {
  if (known !== undefined) return known;
  const { dictionary } = createRequire(import.meta.url)('cmu-pronouncing-dictionary') as {
    dictionary: Readonly<Record<string, string>>;
  };
  const words: Record<Split, Word[]> = { train: [], valid: [], test: [] };
  const alternates = new Map<string, string[]>();
  for (const [name, text] of Object.entries(dictionary)) {
    // "read(2)" is another way to say "read".
    if (name.endsWith(')')) {
      const word = name.slice(0, name.lastIndexOf('('));
      alternates.set(word, [...(alternates.get(word) ?? []), text]);
    } else words[splitOf(name)].push({ word: name, texts: [text] });
  }
  for (const list of Object.values(words)) {
    list.forEach(({ word, texts }, index) => {
      const others = alternates.get(word);
      if (others !== undefined) list[index] = { word, texts: withoutStressPairs([...texts, ...others]) };
    });
  }
  known = words;
  return known;
}

/** The first of each group of pronunciations that differ in their stress alone. */
function withoutStressPairs(texts: readonly string[]): string[] {
  const byPhones = new Map(texts.toReversed().map((text) => [phonesOf(text).join(' '), text]));
  const first = new Set(byPhones.values());
  return texts.filter((text) => first.has(text));
}
