/** A word and how it may be said: one or more pronunciations, each a list of phones. */
export interface Entry {
  readonly word: string;
  readonly pronunciations: readonly (readonly string[])[];
}

/** What a grapheme-to-phoneme model needs to know of its data, beside the batches. */
export interface Lexicon {
  /** The letters of all words, sorted: the same for every split. */
  readonly graphemes: readonly string[];
  /** The phones of all pronunciations, sorted: the same for every split. */
  readonly phones: readonly string[];
  readonly entries: readonly Entry[];
}

/** Numbers of symbols that are no letter and no phone; letters and phones follow, in the lexicon's order. */
export const PAD = 0;
/** Begins what the decoder reads; in what the encoder reads, a letter that is hidden from it. */
export const START = 1;
export const MASK = 1;
export const END = 2;
export const FIRST_SYMBOL = 3;

/** Words as numbers, padded on the right with PAD; each list holds `words` rows. */
export interface G2pBatch {
  readonly words: number;
  /** Letters and END, rows of `sourceLength`. */
  readonly source: Int32Array;
  readonly sourceLength: number;
  /** Symbols of each row of `source` that are not padding. */
  readonly sourceLengths: Int32Array;
  /** START and phones, rows of `targetLength`: what the decoder reads. */
  readonly targetInput: Int32Array;
  /** Phones and END, rows of `targetLength`: what the decoder is to say at each place. */
  readonly target: Int32Array;
  readonly targetLength: number;
}

/** A word and one of its pronunciations as numbers. */
export interface Pair {
  readonly letters: Uint8Array;
  readonly phones: Uint8Array;
}

/** The number of each symbol, in the order of the list. */
export function numbersOf(symbols: readonly string[]): ReadonlyMap<string, number> {
  return new Map(symbols.map((symbol, index) => [symbol, index + FIRST_SYMBOL]));
}

/** Pads a list of pairs to one batch. */
export function collate(pairs: readonly Pair[]): G2pBatch {
  const words = pairs.length;
  const sourceLength = 1 + Math.max(0, ...pairs.map(({ letters }) => letters.length));
  const targetLength = 1 + Math.max(0, ...pairs.map(({ phones }) => phones.length));
  const source = new Int32Array(words * sourceLength);
  const sourceLengths = new Int32Array(words);
  const targetInput = new Int32Array(words * targetLength);
  const target = new Int32Array(words * targetLength);
  pairs.forEach(({ letters, phones }, row) => {
    const at = row * sourceLength;
    source.set(letters, at);
    source[at + letters.length] = END;
    sourceLengths[row] = letters.length + 1;
    const to = row * targetLength;
    targetInput[to] = START;
    targetInput.set(phones, to + 1);
    target.set(phones, to);
    target[to + phones.length] = END;
  });
  return { words, source, sourceLength, sourceLengths, targetInput, target, targetLength };
}
