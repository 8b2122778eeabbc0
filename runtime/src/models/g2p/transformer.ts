import { setImmediate } from 'node:timers/promises';
import type { Scalar, Tensor1D, Tensor2D, Variable } from '#tf';
import * as tf from '#tf';
import { Conf } from '../../data/conf.js';
import type { Dataset } from '../../data/dataset.js';
import { FIRST_SYMBOL, type G2pBatch, type Lexicon, PAD } from '../../data/lexicon.js';
import {
  crossEntropy,
  dropout,
  hash32,
  type LayerNormParameters,
  type LinearParameters,
  layerNorm,
  layerNormParameters,
  linear,
  linearParameters,
  normal,
} from '../../nn/index.js';
import { type ForwardContext, Model, type ModelContext, type Validation } from '../model.js';
import { greedyDecode } from './greedy.js';
import {
  type DecoderLayer,
  type Drop,
  decoderLayer,
  decoderPass,
  type EncoderLayer,
  embed,
  encoderLayer,
  encoderPass,
  type PassLayout,
} from './layers.js';
import { hideLetters } from './mask.js';
import { closest, score } from './score.js';

const options = [
  'd_model',
  'num_heads',
  'encoder_layers',
  'decoder_layers',
  'ffn_dim',
  'dropout',
  'encoder_loss_weight',
] as const;

/** Words shown after a validation. */
const EXAMPLES = 5;

/** The parameters of the encoder. */
export interface Encoder {
  /** [letters, d] */
  readonly embedding: Variable;
  readonly layers: readonly EncoderLayer[];
  readonly norm: LayerNormParameters;
  /** Predicts hidden letters, [d, letters]. */
  readonly hidden: LinearParameters;
}

/** The parameters of the decoder. */
export interface Decoder {
  /** [phones, d] */
  readonly embedding: Variable;
  readonly layers: readonly DecoderLayer[];
  readonly norm: LayerNormParameters;
  /** [d, phones] */
  readonly output: LinearParameters;
}

/**
 * Grapheme-to-phoneme conversion by an encoder-decoder Transformer (Vaswani et al. 2017) with layer norm before each
 * part (Xiong et al. 2020) and sinusoidal positions. Options in `module_conf`: `d_model` (64), `num_heads` (4),
 * `encoder_layers` (2), `decoder_layers` (2), `ffn_dim` (256), `dropout` (0), `encoder_loss_weight` (0).
 *
 * Losses, each a mean over the symbols it is about:
 * - `decoder_loss`: cross entropy of each phone, given the letters and the phones before it;
 * - `encoder_loss`: cross entropy of letters that were hidden from the encoder (15 %, drawn anew in each step) in a
 *   pass of the encoder for this loss alone; the decoder always reads all letters;
 * - `loss`: decoder_loss + encoder_loss_weight * encoder_loss.
 * Only the wanted losses are returned, and what they do not need is not computed.
 */
export class Transformer extends Model<G2pBatch> {
  static override readonly modules = ['encoder', 'decoder'];
  static override readonly losses = ['loss', 'encoder_loss', 'decoder_loss'];

  readonly encoder: Encoder;
  readonly decoder: Decoder;
  readonly heads: number;
  readonly #dropout: number;
  readonly #encoderLossWeight: number;

  constructor(context: ModelContext) {
    super(context);
    const conf = new Conf('g2p.Transformer', context.moduleConf, options);
    const d = conf.integer('d_model', 64, 2);
    this.heads = conf.integer('num_heads', 4, 1);
    if (d % this.heads !== 0 || d % 2 !== 0) {
      throw new Error(
        `d_model of g2p.Transformer is an even multiple of num_heads (${this.heads}), not ${d}.`,
      );
    }
    this.#dropout = conf.number('dropout', 0, 0, 1);
    this.#encoderLossWeight = conf.number('encoder_loss_weight', 0, 0);
    const { graphemes, phones } = lexiconOf(context.data);

    const { seed } = context;
    const sizes = { d, inner: conf.integer('ffn_dim', 256, 1), seed };
    const make = (name: string, value: tf.Tensor) => this.parameter(name, value);
    const embeddingOf = (module: string, symbols: number) => {
      const name = `${module}.embedding.weight`;
      return make(name, normal(seed, name, [symbols + FIRST_SYMBOL, d], d ** -0.5));
    };
    const count = (length: number) => Array.from({ length }, (_, index) => index);
    this.encoder = {
      embedding: embeddingOf('encoder', graphemes.length),
      layers: count(conf.integer('encoder_layers', 2, 1)).map((i) =>
        encoderLayer(make, `encoder.layers.${i}`, sizes),
      ),
      norm: layerNormParameters(make, 'encoder.norm', d),
      hidden: linearParameters(make, 'encoder.hidden', [d, graphemes.length + FIRST_SYMBOL], seed),
    };
    this.decoder = {
      embedding: embeddingOf('decoder', phones.length),
      layers: count(conf.integer('decoder_layers', 2, 1)).map((i) =>
        decoderLayer(make, `decoder.layers.${i}`, sizes),
      ),
      norm: layerNormParameters(make, 'decoder.norm', d),
      output: linearParameters(make, 'decoder.output', [d, phones.length + FIRST_SYMBOL], seed),
    };
  }

  override forward(batch: G2pBatch, { training, seed, losses }: ForwardContext): Record<string, Scalar> {
    const wanted = new Set(losses ?? Transformer.losses);
    const weight = this.#encoderLossWeight;
    const layout = this.#layout(batch, training ? this.#dropout : 0, seed);
    const results: Record<string, Scalar> = {};
    if (wanted.has('encoder_loss') || (wanted.has('loss') && weight > 0)) {
      results.encoder_loss = this.#encoderLoss(batch, layout, seed);
    }
    if (wanted.has('decoder_loss') || wanted.has('loss')) {
      results.decoder_loss = this.#decoderLoss(batch, layout);
    }
    if (wanted.has('loss')) {
      const { encoder_loss, decoder_loss = tf.scalar(0) } = results;
      const weighted = encoder_loss !== undefined && weight > 0 ? tf.mul(encoder_loss, weight) : tf.scalar(0);
      results.loss = tf.add(decoder_loss, weighted);
    }
    return Object.fromEntries(Object.entries(results).filter(([name]) => wanted.has(name)));
  }

  /** Encoded letters, [words * length, d], from rows of `length` letters. */
  encode(source: Int32Array, length: number, layout: PassLayout): Tensor2D {
    const { embedding, layers, norm } = this.encoder;
    let x = embed(embedding as unknown as Tensor2D, source, length, layout.drop);
    for (const layer of layers) x = encoderPass(x, layer, layout);
    return layerNorm(x, norm);
  }

  /** Scores of each phone at each place of `targetInput`, [words * targetLength, phones], all places at once. */
  logits(batch: G2pBatch, layout: PassLayout): Tensor2D {
    const letters = this.encode(batch.source, batch.sourceLength, layout);
    const { embedding, layers, norm, output } = this.decoder;
    let x = embed(embedding as unknown as Tensor2D, batch.targetInput, batch.targetLength, layout.drop);
    for (const layer of layers) {
      x = decoderPass(x, layer, { letters: linear(letters, layer.crossAttention.keyValue) }, layout);
    }
    return linear(layerNorm(x, norm), output);
  }

  /** Held-out losses (means over the phones), phoneme and word error rate by greedy decoding, and a few words. */
  override async validate(data: Dataset<G2pBatch>, losses?: readonly string[]): Promise<Validation> {
    const { entries } = lexiconOf(data);
    const means = await this.#meanLosses(data, losses);
    const predictions = await greedyDecode(
      this,
      lexiconOf(data),
      entries.map(({ word }) => word),
    );
    const step = Math.max(1, Math.floor(entries.length / EXAMPLES));
    const examples = entries.flatMap((entry, index) => {
      if (index % step !== 0 || index >= step * EXAMPLES) return [];
      const predicted = predictions[index] ?? [];
      return [`${entry.word}  ${predicted.join(' ')}  (${closest(predicted, entry).reference.join(' ')})`];
    });
    return { metrics: { ...means, ...score(entries, predictions) }, examples };
  }

  async #meanLosses(data: Dataset<G2pBatch>, losses?: readonly string[]): Promise<Record<string, number>> {
    const sums: Record<string, number> = {};
    let phones = 0;
    for (let index = 0; index < data.length; index++) {
      const batch = data.batch(1, index);
      const count = batch.target.reduce((sum, symbol) => sum + (symbol === PAD ? 0 : 1), 0);
      phones += count;
      const context = { training: false, seed: index, ...(losses && { losses }) };
      const results = tf.tidy(() => this.forward(batch, context));
      for (const [name, loss] of Object.entries(results)) {
        const [value = Number.NaN] = await loss.data();
        sums[name] = (sums[name] ?? 0) + value * count;
        loss.dispose();
      }
      // One turn of the event loop, in which a signal is seen.
      await setImmediate();
    }
    return Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum / phones]));
  }

  #encoderLoss(batch: G2pBatch, layout: PassLayout, seed: number): Scalar {
    const { source, target } = hideLetters(batch.source, hash32(seed, 0));
    const logits = linear(this.encode(source, batch.sourceLength, layout), this.encoder.hidden);
    return crossEntropy(logits, target, PAD);
  }

  #decoderLoss(batch: G2pBatch, layout: PassLayout): Scalar {
    return crossEntropy(this.logits(batch, layout), batch.target, PAD);
  }

  #layout({ words, sourceLengths }: G2pBatch, rate: number, seed: number): PassLayout {
    let use = 0;
    const drop: Drop = (x) => {
      use += 1;
      return dropout(x, rate, hash32(seed, use));
    };
    return { words, heads: this.heads, lengths: tf.tensor1d(sourceLengths, 'int32') as Tensor1D, drop };
  }
}

function lexiconOf(data: unknown): Lexicon {
  const lexicon = data as Partial<Lexicon>;
  if (lexicon.graphemes === undefined || lexicon.phones === undefined || lexicon.entries === undefined) {
    throw new Error(
      'g2p.Transformer needs data with graphemes, phones and entries, such as the data set cmudict.CmuDict; data_cfg names another one.',
    );
  }
  return lexicon as Lexicon;
}
