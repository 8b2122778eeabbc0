import type { Tensor2D, Tensor3D } from '#tf';
import * as tf from '#tf';
import { collate, END, FIRST_SYMBOL, type Lexicon, numbersOf, START } from '../../data/lexicon.js';
import { layerNorm, linear } from '../../nn/index.js';
import { decoderPass, embed, type PassLayout } from './layers.js';
import type { Transformer } from './transformer.js';

/** Words that are decoded together. */
const BATCH = 512;

/**
 * The most probable phone after each phone, until END: one list of phones for each word. Words of similar length are
 * decoded together; keys and values of the phones before are kept, so that each phone costs one step of one place. A
 * word that does not end is cut at twice its letters and eight phones more.
 */
export async function greedyDecode(
  model: Transformer,
  lexicon: Pick<Lexicon, 'graphemes' | 'phones'>,
  words: readonly string[],
): Promise<string[][]> {
  const numbers = numbersOf(lexicon.graphemes);
  const letters = (word: string) =>
    Uint8Array.from(word, (letter) => {
      const number = numbers.get(letter);
      if (number === undefined)
        throw new Error(`"${letter}" of "${word}" is not a letter that the model has seen.`);
      return number;
    });
  const order = words
    .map((_, index) => index)
    .sort((a, b) => (words[a]?.length ?? 0) - (words[b]?.length ?? 0));
  const results: string[][] = words.map(() => []);
  for (let start = 0; start < order.length; start += BATCH) {
    const part = order.slice(start, start + BATCH);
    const said = await decodeBatch(
      model,
      part.map((index) => letters(words[index] ?? '')),
    );
    part.forEach((index, row) => {
      results[index] = (said[row] ?? []).map((symbol) => lexicon.phones[symbol - FIRST_SYMBOL] ?? '');
    });
  }
  return results;
}

async function decodeBatch(model: Transformer, words: readonly Uint8Array[]): Promise<number[][]> {
  const batch = collate(words.map((letters) => ({ letters, phones: new Uint8Array() })));
  const limits = words.map((letters) => 2 * letters.length + 8);
  const layout: PassLayout = {
    words: batch.words,
    heads: model.heads,
    lengths: tf.tensor1d(batch.sourceLengths, 'int32'),
    drop: (x) => x,
  };
  const { layers } = model.decoder;
  const letters = tf.tidy(() => {
    const encoded = model.encode(batch.source, batch.sourceLength, layout);
    return layers.map((layer) => linear(encoded, layer.crossAttention.keyValue));
  });
  let phones: Tensor3D[] = [];
  const said: number[][] = words.map(() => []);
  const ended = new Uint8Array(words.length);
  let last = new Int32Array(words.length).fill(START);
  for (let place = 0; ended.includes(0); place++) {
    const { best, kept } = tf.tidy(() => step(model, last, place, letters, phones, layout));
    tf.dispose(phones);
    phones = kept;
    last = (await best.data()).slice() as Int32Array<ArrayBuffer>;
    best.dispose();
    last.forEach((symbol, row) => {
      if (symbol === END) ended[row] = 1;
      else if (ended[row] === 0 && symbol >= FIRST_SYMBOL) said[row]?.push(symbol);
      if (place + 1 === limits[row]) ended[row] = 1;
    });
  }
  tf.dispose([layout.lengths, letters, phones]);
  return said;
}

/** One phone for every word: the most probable one, and the keys and values of all phones so far. */
function step(
  model: Transformer,
  last: Int32Array,
  place: number,
  letters: readonly Tensor2D[],
  phones: readonly Tensor3D[],
  layout: PassLayout,
): { best: tf.Tensor; kept: Tensor3D[] } {
  const { embedding, layers, norm, output } = model.decoder;
  const kept: Tensor3D[] = [];
  let x = embed(embedding as unknown as Tensor2D, last, 1, layout.drop, place);
  layers.forEach((layer, index) => {
    const extend = (keyValue: Tensor2D) => {
      const width = keyValue.shape[1];
      const now = tf.reshape(keyValue, [layout.words, 1, width]) as Tensor3D;
      const before = phones[index];
      const all = before === undefined ? now : tf.concat([before, now], 1);
      kept.push(all);
      return tf.reshape(all, [layout.words * (place + 1), width]) as Tensor2D;
    };
    const keys = letters[index];
    if (keys === undefined) throw new Error(`The decoder layer ${index} has no encoded letters.`);
    x = decoderPass(x, layer, { letters: keys, phones: extend }, layout);
  });
  const best = tf.argMax(linear(layerNorm(x, norm), output), -1);
  return { best, kept };
}
