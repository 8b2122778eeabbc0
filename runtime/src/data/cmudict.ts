import { fnv1a32, hash32, shuffle } from '../nn/random.js';
import { Conf } from './conf.js';
import { Dataset, type DatasetContext } from './dataset.js';
import { graphemes, phones, phonesOf, readDictionary, splits, type Word } from './dictionary.js';
import { collate, type Entry, type G2pBatch, type Lexicon, numbersOf, PAD, type Pair } from './lexicon.js';

const letterNumbers = numbersOf(graphemes);
const phoneNumbers = numbersOf(phones);

/** Batches whose words are sorted by length together. */
const POOL = 32;

const options = ['split', 'batch_size', 'buckets', 'batches_per_epoch', 'max_words', 'max_length'] as const;

/**
 * The CMU Pronouncing Dictionary (126,046 North American English words, 39 phones of ARPAbet without stress), from the
 * npm package cmu-pronouncing-dictionary. Options:
 *
 * - `split` (train): `train`, `valid` or `test`. A word's split follows from the word alone: FNV-1a32(word) % 1000 is
 *   below 20 for valid (2,504 words), below 120 for test (12,637), and the rest is train (110,905). No word is in two
 *   splits, and all pronunciations of a word stand with it.
 * - `batch_size` (128): pairs of a word and one pronunciation in a batch; the last batch may have fewer.
 * - `buckets` (true): batches of words of similar length, which leaves little padding. In training, pools of 32
 *   batches are sorted by letters, then phones, and the batches shuffled; otherwise all words are sorted.
 * - `batches_per_epoch`: where an epoch ends in training; by default after one pass over the data. The next epoch goes
 *   on where it ended.
 * - `max_words`: takes this many words of the split, those of the smallest hash, so that a smaller set is part of a
 *   larger one.
 * - `max_length`: leaves out words of more letters.
 *
 * Training data are shuffled anew in each pass by the run's seed; the other splits always come in the same order.
 */
export class CmuDict extends Dataset<G2pBatch> implements Lexicon {
  readonly length: number;
  readonly graphemes = graphemes;
  readonly phones = phones;
  readonly #words: readonly Word[];
  /** For each pair of a word and a pronunciation: which word, and which of its pronunciations. */
  readonly #pairWord: Int32Array;
  readonly #pairWay: Int32Array;
  readonly #batchSize: number;
  readonly #batchesPerPass: number;
  readonly #isShuffled: boolean;
  readonly #buckets: boolean;
  #order: { readonly pass: number; readonly pairs: Int32Array } | undefined;

  constructor(context: DatasetContext) {
    super(context);
    const conf = new Conf('cmudict.CmuDict', context.conf, options);
    const split = conf.choice('split', splits, 'train');
    const maxWords = conf.optionalInteger('max_words', 1);
    const maxLength = conf.optionalInteger('max_length', 1) ?? Number.POSITIVE_INFINITY;
    this.#batchSize = conf.integer('batch_size', 128, 1);
    this.#buckets = conf.boolean('buckets', true);
    this.#isShuffled = split === 'train';

    const fitting = readDictionary()[split].filter(({ word }) => word.length <= maxLength);
    this.#words = maxWords === undefined ? fitting : smallestHashes(fitting, maxWords);
    if (this.#words.length === 0) {
      throw new Error(`No word of the ${split} split has at most ${maxLength} letters.`);
    }
    const ways = Int32Array.from(this.#words, ({ texts }) => texts.length);
    this.#pairWord = repeatEach(ways, (word) => word);
    this.#pairWay = repeatEach(ways, (_, way) => way);
    this.#batchesPerPass = Math.ceil(this.#pairWord.length / this.#batchSize);
    const batchesPerEpoch = conf.optionalInteger('batches_per_epoch', 1);
    this.length = (this.#isShuffled ? batchesPerEpoch : undefined) ?? this.#batchesPerPass;
  }

  get entries(): readonly Entry[] {
    return this.#words.map(({ word, texts }) => ({ word, pronunciations: texts.map(phonesOf) }));
  }

  batch(epoch: number, index: number): G2pBatch {
    if (!(index >= 0 && index < this.length)) {
      throw new RangeError(`An epoch has the batches 0 to ${this.length - 1}; there is no batch ${index}.`);
    }
    const number = this.#isShuffled ? (epoch - 1) * this.length + index : index;
    const pass = Math.floor(number / this.#batchesPerPass);
    if (this.#order?.pass !== pass) this.#order = { pass, pairs: this.#orderOf(pass) };
    const start = (number % this.#batchesPerPass) * this.#batchSize;
    const chosen = this.#order.pairs.subarray(start, start + this.#batchSize);
    return collate(Array.from(chosen, (pair) => this.#pair(pair)));
  }

  #pair(index: number): Pair {
    const { word = '', texts = [] } = this.#words[this.#pairWord[index] ?? 0] ?? {};
    const said = phonesOf(texts[this.#pairWay[index] ?? 0] ?? '');
    return {
      letters: Uint8Array.from(word, (letter) => letterNumbers.get(letter) ?? PAD),
      phones: Uint8Array.from(said, (phone) => phoneNumbers.get(phone) ?? PAD),
    };
  }

  /** The order of the pairs in one pass over the data, from 0. */
  #orderOf(pass: number): Int32Array {
    const order = Int32Array.from(this.#pairWord.keys());
    const seed = hash32(this.context.seed, pass);
    if (this.#isShuffled) shuffle(order, seed);
    if (!this.#buckets) return order;
    const pool = this.#isShuffled ? POOL * this.#batchSize : order.length;
    const lengths = this.#pairWord.map((word, pair) =>
      lengthsOf(this.#words[word], this.#pairWay[pair] ?? 0),
    );
    for (let start = 0; start < order.length; start += pool) {
      order.subarray(start, start + pool).sort((a, b) => (lengths[a] ?? 0) - (lengths[b] ?? 0) || a - b);
    }
    return this.#isShuffled ? shuffleBatches(order, this.#batchSize, seed) : order;
  }
}

/** Letters first, then phones, in one number to sort by. */
function lengthsOf(entry: Word | undefined, way: number): number {
  const { word, texts } = entry ?? { word: '', texts: [] };
  return word.length * 1000 + phonesOf(texts[way] ?? '').length;
}

/** For each word as many numbers as it has pronunciations. */
function repeatEach(ways: Int32Array, number: (word: number, way: number) => number): Int32Array {
  const numbers = new Int32Array(ways.reduce((sum, count) => sum + count, 0));
  let at = 0;
  ways.forEach((count, word) => {
    for (let way = 0; way < count; way++) numbers[at++] = number(word, way);
  });
  return numbers;
}

/** The batches in random order; one that is not full stays last, so that each begins at a multiple of the size. */
function shuffleBatches(order: Int32Array, batchSize: number, seed: number): Int32Array {
  const full = Math.floor(order.length / batchSize);
  const batches = Int32Array.from({ length: full }, (_, index) => index);
  shuffle(batches, ~seed);
  const shuffled = order.slice();
  batches.forEach((from, to) => {
    shuffled.set(order.subarray(from * batchSize, (from + 1) * batchSize), to * batchSize);
  });
  return shuffled;
}

/** Within a split the rest of the hash is free: by it a subset is a fair sample, not the words that begin with "a". */
function smallestHashes(words: readonly Word[], count: number): readonly Word[] {
  const keyed = words.map((word) => ({ word, key: Math.floor(fnv1a32(word.word) / 1000) }));
  return keyed
    .sort((a, b) => a.key - b.key)
    .slice(0, count)
    .map(({ word }) => word);
}
