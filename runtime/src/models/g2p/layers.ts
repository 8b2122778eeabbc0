import type { Tensor, Tensor1D, Tensor2D } from '#tf';
import * as tf from '#tf';
import {
  type AttentionParameters,
  attend,
  attentionParameters,
  embedding,
  type FeedForwardParameters,
  feedForward,
  feedForwardParameters,
  type LayerNormParameters,
  layerNorm,
  layerNormParameters,
  linear,
  type MakeParameter,
  multiHeadAttention,
  sinusoidalPositions,
} from '../../nn/index.js';

/** A layer that reads the letters: self-attention, then feed-forward, each on a normalized input, added to it. */
export interface EncoderLayer {
  readonly attentionNorm: LayerNormParameters;
  readonly attention: AttentionParameters;
  readonly feedForwardNorm: LayerNormParameters;
  readonly feedForward: FeedForwardParameters;
}

/** A layer that says the phones: as the encoder's, with attention over the encoded letters between the two. */
export interface DecoderLayer extends EncoderLayer {
  readonly crossNorm: LayerNormParameters;
  readonly crossAttention: AttentionParameters;
}

export interface LayerSizes {
  readonly d: number;
  readonly inner: number;
  readonly seed: number;
}

/** Parameters of one encoder layer, named below `name`. */
export function encoderLayer(
  make: MakeParameter,
  name: string,
  { d, inner, seed }: LayerSizes,
): EncoderLayer {
  return {
    attentionNorm: layerNormParameters(make, `${name}.attention_norm`, d),
    attention: attentionParameters(make, `${name}.attention`, d, seed),
    feedForwardNorm: layerNormParameters(make, `${name}.feed_forward_norm`, d),
    feedForward: feedForwardParameters(make, `${name}.feed_forward`, d, inner, seed),
  };
}

/** Parameters of one decoder layer, named below `name`. */
export function decoderLayer(make: MakeParameter, name: string, sizes: LayerSizes): DecoderLayer {
  return {
    ...encoderLayer(make, name, sizes),
    crossNorm: layerNormParameters(make, `${name}.cross_attention_norm`, sizes.d),
    crossAttention: attentionParameters(make, `${name}.cross_attention`, sizes.d, sizes.seed),
  };
}

/** Dropout of one forward pass: each call has its own mask. */
export type Drop = <T extends Tensor>(x: T) => T;

/** What all layers of one pass share. */
export interface PassLayout {
  /** Words in the batch. */
  readonly words: number;
  readonly heads: number;
  /** Letters and END of each word, [words] (int32). */
  readonly lengths: Tensor1D;
  readonly drop: Drop;
}

/** Embedded symbols plus where they stand: [words * length, d] from rows of `length` symbols; `first` is the first place. */
export function embed(table: Tensor2D, symbols: Int32Array, length: number, drop: Drop, first = 0): Tensor2D {
  const d = table.shape[1];
  const places = tf.slice(sinusoidalPositions(first + length, d), [first, 0]);
  const x = tf.reshape(embedding(symbols, table, Math.sqrt(d)), [symbols.length / length, length, d]);
  return drop(tf.reshape(tf.add(x, places), [symbols.length, d]) as Tensor2D);
}

/** One encoder layer: [words * S, d] from the same. */
export function encoderPass(
  x: Tensor2D,
  layer: EncoderLayer,
  { words, heads, lengths, drop }: PassLayout,
): Tensor2D {
  const y = layerNorm(x, layer.attentionNorm);
  const attended = tf.add(
    x,
    drop(multiHeadAttention(y, y, layer.attention, { batch: words, heads, lengths })),
  ) as Tensor2D;
  return tf.add(attended, drop(feedForward(layerNorm(attended, layer.feedForwardNorm), layer.feedForward)));
}

/** What a decoder layer attends to. */
export interface DecoderMemory {
  /** Keys and values of the encoded letters in this layer, [words * S, 2d]. */
  readonly letters: Tensor2D;
  /** Keys and values of all phones so far, from those of this pass; by default just those, each place seeing its past. */
  readonly phones?: (keyValue: Tensor2D) => Tensor2D;
}

/** One decoder layer: [words * T, d] from the same. */
export function decoderPass(
  x: Tensor2D,
  layer: DecoderLayer,
  { letters, phones }: DecoderMemory,
  { words, heads, lengths, drop }: PassLayout,
): Tensor2D {
  const y = layerNorm(x, layer.attentionNorm);
  const own = linear(y, layer.attention.keyValue);
  const past = { batch: words, heads, causal: phones === undefined };
  const said = attend(linear(y, layer.attention.query), phones?.(own) ?? own, layer.attention, past);
  const afterPhones = tf.add(x, drop(said)) as Tensor2D;
  const query = linear(layerNorm(afterPhones, layer.crossNorm), layer.crossAttention.query);
  const read = attend(query, letters, layer.crossAttention, { batch: words, heads, lengths });
  const afterLetters = tf.add(afterPhones, drop(read)) as Tensor2D;
  return tf.add(
    afterLetters,
    drop(feedForward(layerNorm(afterLetters, layer.feedForwardNorm), layer.feedForward)),
  );
}
