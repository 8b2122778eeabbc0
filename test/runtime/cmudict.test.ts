// The pronouncing dictionary: its split, and batches that are functions of seed, epoch and index.
import { dictionary } from 'cmu-pronouncing-dictionary';
import { describe, expect, test } from 'vitest';
import { CmuDict } from '../../runtime/src/data/cmudict.js';
import { graphemes, phones, phonesOf, splitOf } from '../../runtime/src/data/dictionary.js';
import { builtinDatasets } from '../../runtime/src/data/index.js';
import { END, FIRST_SYMBOL, type G2pBatch, PAD, START } from '../../runtime/src/data/lexicon.js';
import { fnv1a32 } from '../../runtime/src/nn/random.js';

const make = (conf: Record<string, unknown> = {}, seed = 1) => new CmuDict({ conf, seed, folder: '.' });

/** Words and pronunciations of a batch as text. */
function pairsOf(batch: G2pBatch, lexicon: CmuDict): string[] {
  const text = (symbols: Int32Array, length: number, row: number, names: readonly string[], join: string) => {
    const list = [...symbols.subarray(row * length, (row + 1) * length)];
    return list
      .slice(0, list.indexOf(END))
      .map((symbol) => names[symbol - FIRST_SYMBOL])
      .join(join);
  };
  return Array.from({ length: batch.words }, (_, row) => {
    const word = text(batch.source, batch.sourceLength, row, lexicon.graphemes, '');
    return `${word}: ${text(batch.target, batch.targetLength, row, lexicon.phones, ' ')}`;
  });
}

const all = (data: CmuDict, epoch: number) =>
  Array.from({ length: data.length }, (_, index) => pairsOf(data.batch(epoch, index), data));

describe('split', () => {
  test.each([
    ['', 0x811c9dc5],
    ['a', 0xe40c292c],
    ['foobar', 0xbf9cf968],
  ])('FNV-1a of "%s"', (text, hash) => {
    expect(fnv1a32(text)).toBe(hash);
  });

  test('counts, and no word in two splits', () => {
    const entries = (['train', 'valid', 'test'] as const).map((split) => make({ split }).entries);
    expect(entries.map((list) => list.length)).toEqual([110_905, 2_504, 12_637]);
    const words = entries.flat().map(({ word }) => word);
    expect(new Set(words).size).toBe(words.length);
    entries.forEach((list, i) => {
      expect(new Set(list.map(({ word }) => splitOf(word)))).toEqual(
        new Set([['train', 'valid', 'test'][i]]),
      );
    });
    expect(entries[0]?.reduce((sum, { pronunciations }) => sum + pronunciations.length, 0)).toBe(118_625);
  });

  test('letters and phones are those of the package', () => {
    expect(new Set(Object.keys(dictionary).flatMap((name) => [...name.replace(/\(\d+\)$/, '')]))).toEqual(
      new Set(graphemes),
    );
    expect(new Set(Object.values(dictionary).flatMap(phonesOf))).toEqual(new Set(phones));
    expect([...graphemes].sort()).toEqual(graphemes);
    expect([...phones].sort()).toEqual(phones);
  });

  test.each([
    ['R IY1 D', 'R IY D'],
    ["AA1 L'S # place, french", "AA L'S"],
    ['K AE1 T # name', 'K AE T'],
  ])('phones of "%s"', (text, expected) => {
    expect(phonesOf(text).join(' ')).toBe(expected);
  });

  test('pronunciations stand with their word, those that differ in stress alone once', () => {
    const find = (word: string) =>
      make({ split: splitOf(word) }).entries.find((entry) => entry.word === word);
    expect(find('read')?.pronunciations).toEqual([
      ['R', 'EH', 'D'],
      ['R', 'IY', 'D'],
    ]);
    // One pronunciation, whose stress is gone.
    expect(find('above')?.pronunciations).toEqual([['AH', 'B', 'AH', 'V']]);
    for (const { pronunciations } of make({ split: 'valid' }).entries) {
      expect(new Set(pronunciations.map((way) => way.join(' '))).size).toBe(pronunciations.length);
    }
  });
});

describe('batches', () => {
  const conf = { max_words: 1000, batch_size: 16 };

  test('an epoch holds every pair once, in another order than the next', () => {
    for (const buckets of [true, false]) {
      const data = make({ ...conf, buckets });
      const expected = data.entries.flatMap(({ word, pronunciations }) =>
        pronunciations.map((way) => `${word}: ${way.join(' ')}`),
      );
      const [first, second] = [all(data, 1).flat(), all(data, 2).flat()];
      expect(first.toSorted()).toEqual(expected.toSorted());
      expect(second.toSorted()).toEqual(expected.toSorted());
      expect(first).not.toEqual(second);
    }
  });

  test('a batch is a function of seed, epoch and index, whatever was asked before', () => {
    const [one, two, other] = [make(conf), make(conf), make(conf, 2)];
    const direct = one.batch(3, 5);
    two.batch(1, 0);
    two.batch(4, 7);
    expect(two.batch(3, 5)).toEqual(direct);
    expect(pairsOf(other.batch(3, 5), other)).not.toEqual(pairsOf(direct, one));
  });

  test('buckets leave little padding', () => {
    const padding = (buckets: boolean) => {
      const data = make({ max_words: 3000, batch_size: 32, buckets });
      let pads = 0;
      let symbols = 0;
      for (let i = 0; i < data.length; i++) {
        const { source } = data.batch(1, i);
        pads += source.filter((symbol) => symbol === PAD).length;
        symbols += source.length;
      }
      return pads / symbols;
    };
    expect(padding(true)).toBeLessThan(0.06);
    expect(padding(false)).toBeGreaterThan(0.25);
  });

  test('rows are padded, begin with START, end with END', () => {
    const data = make(conf);
    const batch = data.batch(1, 0);
    for (let row = 0; row < batch.words; row++) {
      const source = [...batch.source.subarray(row * batch.sourceLength, (row + 1) * batch.sourceLength)];
      const length = batch.sourceLengths[row] ?? 0;
      expect(source.indexOf(END)).toBe(length - 1);
      expect(source.slice(length).every((symbol) => symbol === PAD)).toBe(true);
      const input = [...batch.targetInput.subarray(row * batch.targetLength, (row + 1) * batch.targetLength)];
      const target = [...batch.target.subarray(row * batch.targetLength, (row + 1) * batch.targetLength)];
      const end = target.indexOf(END);
      expect(input).toEqual([START, ...target.slice(0, end), ...target.slice(end + 1)]);
    }
  });

  test('batches_per_epoch cuts one stream of batches', () => {
    const whole = make(conf);
    const cut = make({ ...conf, batches_per_epoch: 7 });
    expect(cut.length).toBe(7);
    const stream = [...all(whole, 1), ...all(whole, 2)];
    const epochs = Math.floor(stream.length / 7);
    const pieces = Array.from({ length: epochs }, (_, e) => all(cut, e + 1)).flat();
    expect(pieces).toEqual(stream.slice(0, 7 * epochs));
  });

  test('valid and test keep one order, whatever the seed', () => {
    const valid = { split: 'valid', batch_size: 100 };
    expect(all(make(valid, 1), 1)).toEqual(all(make({ ...valid, batches_per_epoch: 3 }, 2), 5));
  });

  test('a batch outside the epoch is refused', () => {
    expect(() => make(conf).batch(1, 1000)).toThrow('there is no batch 1000');
    expect(() => make(conf).batch(1, -1)).toThrow(RangeError);
  });
});

describe('subsets', () => {
  test('max_words takes a sample, a smaller one within a larger one', () => {
    const words = (count: number) => make({ max_words: count }).entries.map(({ word }) => word);
    const [small, large] = [words(200), words(2000)];
    expect(small).toHaveLength(200);
    expect(small).toEqual(large.slice(0, 200));
    expect(new Set(small.map((word) => word[0])).size).toBeGreaterThan(15);
  });

  test('max_length leaves out longer words', () => {
    const lengths = make({ max_length: 6, split: 'valid' }).entries.map(({ word }) => word.length);
    expect(Math.max(...lengths)).toBe(6);
    expect(() => make({ max_length: 0 })).toThrow(
      'max_length of cmudict.CmuDict is a whole number from 1, not 0.',
    );
  });
});

test('a configuration names it cmudict.CmuDict, and is told what it got wrong', () => {
  expect(builtinDatasets['cmudict.CmuDict']).toBe(CmuDict);
  expect(() => make({ batchsize: 3 })).toThrow(
    '"batchsize" is not an option of cmudict.CmuDict. Its options are: split, batch_size, buckets, batches_per_epoch, max_words, max_length.',
  );
  expect(() => make({ split: 'dev' })).toThrow(
    'split of cmudict.CmuDict is one of train, valid, test, not "dev".',
  );
  expect(() => make({ batch_size: 0 })).toThrow(
    'batch_size of cmudict.CmuDict is a whole number from 1, not 0.',
  );
});
