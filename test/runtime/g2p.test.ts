// The grapheme-to-phoneme Transformer: equal to PyTorch's, its losses, its decoding and its scores.
import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import * as tf from '#tf';
import { lossGradients } from '../../runtime/src/autograd.js';
import { startBackend } from '../../runtime/src/backends/index.js';
import { CmuDict } from '../../runtime/src/data/cmudict.js';
import { collate, END, FIRST_SYMBOL, type G2pBatch, MASK, PAD } from '../../runtime/src/data/lexicon.js';
import { greedyDecode } from '../../runtime/src/models/g2p/greedy.js';
import { Transformer } from '../../runtime/src/models/g2p/index.js';
import { hideLetters } from '../../runtime/src/models/g2p/mask.js';
import { closest, editDistance, score } from '../../runtime/src/models/g2p/score.js';
import { builtinModels, type ForwardContext } from '../../runtime/src/models/index.js';
import { createUpdateRule } from '../../runtime/src/optimizers/index.js';
import { findOptimizer } from '../../schemas/src/optimizers/index.js';
import { bestBackend, only } from './backend.js';
import { values } from './tensors.js';

interface Trace {
  readonly meta: {
    readonly module_conf: Record<string, unknown>;
    readonly data_conf: Record<string, unknown>;
    readonly seed: number;
    readonly adam: { readonly betas: [number, number]; readonly eps: number };
  };
  readonly initial_sums: Record<string, number>;
  readonly losses: readonly Record<string, number>[];
}

const trace = JSON.parse(readFileSync(new URL('../oracle/g2p-trace.json', import.meta.url), 'utf8')) as Trace;

const data = (conf: Record<string, unknown>, seed = 0) => new CmuDict({ conf, seed, folder: '.' });
const small = { d_model: 16, num_heads: 2, encoder_layers: 1, decoder_layers: 1, ffn_dim: 24 };
const words = () => data({ split: 'valid', max_words: 40, batch_size: 16 });
const make = (moduleConf: Record<string, unknown>, seed = 3) =>
  new Transformer({ moduleConf, data: words(), seed });

beforeAll(async () => {
  await startBackend(bestBackend);
});

describe('the trace of PyTorch', () => {
  test('parameters have the same names and initial values', () => {
    const model = new Transformer({
      moduleConf: trace.meta.module_conf,
      data: data(trace.meta.data_conf, trace.meta.seed),
      seed: trace.meta.seed,
    });
    expect([...model.parameters.keys()].sort()).toEqual(Object.keys(trace.initial_sums).sort());
    for (const [name, parameter] of model.parameters) {
      const sum = values(parameter).reduce((total, value, i) => total + value * ((i % 7) + 1), 0);
      expect(Math.abs(sum - (trace.initial_sums[name] ?? Number.NaN))).toBeLessThan(1e-4);
    }
  });

  test('50 steps of Adam have the same losses within 1e-4', async () => {
    const train = data(trace.meta.data_conf, trace.meta.seed);
    const model = new Transformer({ moduleConf: trace.meta.module_conf, data: train, seed: trace.meta.seed });
    const variables = [...model.parameters.values()];
    const options = findOptimizer('Adam')?.options.parse(trace.meta.adam) ?? {};
    const adam = createUpdateRule('Adam', model.parameters, options);
    // A step takes seconds on WebGPU by software.
    const compared = only === 'webgpu' ? trace.losses.slice(0, 3) : trace.losses;
    for (const [index, expected] of compared.entries()) {
      const t = index + 1;
      const epoch = Math.floor(index / train.length) + 1;
      const batch = train.batch(epoch, index % train.length);
      const { losses, gradients } = lossGradients(
        () => model.forward(batch, { training: true, seed: t }),
        [{ losses: ['loss'], variables, scale: 1 }],
      );
      expect(Object.keys(losses).sort()).toEqual(Object.keys(expected).sort());
      for (const [name, loss] of Object.entries(losses)) {
        expect(
          Math.abs((values(loss)[0] ?? Number.NaN) - (expected[name] ?? 0)),
          `${name} of step ${t}`,
        ).toBeLessThan(1e-4);
      }
      const lr = 0.003 * Math.min(t / 20, Math.sqrt(20 / t));
      const named = [...model.parameters.keys()].map((name, i) => [name, gradients[0]?.[i]] as const);
      adam.step(new Map(named.filter((each): each is [string, tf.Tensor] => each[1] !== undefined)), lr);
      tf.dispose([losses, gradients as tf.Tensor[][]]);
      // As the trainer does after each step: WebGPU frees what it has used.
      await setImmediate();
    }
    // The losses did go down, or the comparison would say little.
    const [first, last] = [trace.losses[0], trace.losses.at(-1)];
    expect((last?.loss ?? 0) / (first?.loss ?? 0)).toBeLessThan(0.8);
  });
});

describe('losses', () => {
  const batch = () => words().batch(1, 1);

  function numbersOf(model: Transformer, context: ForwardContext): Record<string, number | undefined> {
    const losses = Object.entries(tf.tidy(() => model.forward(batch(), context)));
    return Object.fromEntries(losses.map(([name, loss]) => [name, values(loss)[0]]));
  }

  test.each<[string, number, string[] | undefined, string[]]>([
    ['all, when none is named', 0, undefined, ['decoder_loss', 'encoder_loss', 'loss']],
    ['loss alone', 0, ['loss'], ['loss']],
    ['loss with a weight, alone', 0.5, ['loss'], ['loss']],
    ['encoder_loss alone', 0, ['encoder_loss'], ['encoder_loss']],
    ['both parts', 0, ['encoder_loss', 'decoder_loss'], ['decoder_loss', 'encoder_loss']],
  ])('%s', (_, weight, losses, expected) => {
    const model = make({ ...small, encoder_loss_weight: weight });
    const results = numbersOf(model, { training: true, seed: 5, ...(losses && { losses }) });
    expect(Object.keys(results).sort()).toEqual(expected);
    const { loss = 0, encoder_loss = 0, decoder_loss = 0 } = numbersOf(model, { training: true, seed: 5 });
    expect(loss).toBeCloseTo(decoder_loss + weight * encoder_loss, 5);
    for (const name of expected) expect(results[name]).toBe({ loss, encoder_loss, decoder_loss }[name]);
  });

  test('encoder_loss reaches the encoder alone, decoder_loss all but the head for hidden letters', () => {
    const model = make(small);
    const variables = [...model.parameters.values()];
    const { gradients } = lossGradients(
      () => model.forward(batch(), { training: true, seed: 1 }),
      ['encoder_loss', 'decoder_loss'].map((name) => ({ losses: [name], variables, scale: 1 })),
    );
    const reached = gradients.map((list) => [...model.parameters.keys()].filter((_, i) => list[i] !== null));
    const names = [...model.parameters.keys()];
    expect(reached[0]).toEqual(names.filter((name) => name.startsWith('encoder.')));
    expect(reached[1]).toEqual(names.filter((name) => !name.startsWith('encoder.hidden')));
  });

  test(`cpu and ${bestBackend} agree, with dropout`, async () => {
    const results: number[][] = [];
    for (const backend of ['cpu', bestBackend]) {
      await startBackend(backend);
      const model = make({ ...small, dropout: 0.3, encoder_loss_weight: 1 });
      const losses = tf.tidy(() => model.forward(batch(), { training: true, seed: 9 }));
      results.push(Object.values(losses).map((loss) => values(loss)[0] ?? Number.NaN));
    }
    for (const [i, value] of (results[0] ?? []).entries()) expect(results[1]?.[i]).toBeCloseTo(value, 4);
  });

  test('dropout is drawn from the seed in training, and left out in validation', () => {
    const model = make({ ...small, dropout: 0.3 });
    const loss = (training: boolean, seed: number) =>
      values(
        tf.tidy(() => model.forward(batch(), { training, seed, losses: ['decoder_loss'] }))
          .decoder_loss as tf.Scalar,
      )[0];
    expect(loss(true, 1)).toBe(loss(true, 1));
    expect(loss(true, 1)).not.toBe(loss(true, 2));
    expect(loss(false, 1)).toBe(loss(false, 2));
  });

  test('padding changes nothing', () => {
    const model = make(small);
    const pair = (letters: number[], phones: number[]) => ({
      letters: Uint8Array.from(letters),
      phones: Uint8Array.from(phones),
    });
    const short = pair([5, 9, 4], [7, 8]);
    const long = pair([5, 6, 7, 8, 9, 10, 11, 12, 13], [3, 4, 5, 6, 7, 8, 9, 10]);
    const loss = (batch: G2pBatch) =>
      values(
        tf.tidy(() => model.forward(batch, { training: false, seed: 0, losses: ['decoder_loss'] }))
          .decoder_loss as tf.Scalar,
      )[0] ?? 0;
    // Means over 3, 9 and 12 symbols.
    const together = (3 * loss(collate([short])) + 9 * loss(collate([long]))) / 12;
    expect(loss(collate([short, long]))).toBeCloseTo(together, 5);
  });
});

test('hidden letters: 15 % of them, never END or padding, at least one', () => {
  const source = Int32Array.from({ length: 4000 }, (_, i) =>
    i % 10 === 8 ? END : i % 10 === 9 ? PAD : FIRST_SYMBOL + (i % 10),
  );
  const { source: hidden, target } = hideLetters(source, 4);
  const places = [...source.keys()].filter((i) => hidden[i] !== source[i]);
  expect(places.length / 3200).toBeCloseTo(0.15, 1);
  for (const i of places) {
    expect(source[i]).toBeGreaterThanOrEqual(FIRST_SYMBOL);
    expect([hidden[i], target[i]]).toEqual([MASK, source[i]]);
  }
  expect([...target.keys()].filter((i) => target[i] !== PAD)).toEqual(places);
  for (let seed = 0; seed < 50; seed++) {
    expect([...hideLetters(Int32Array.of(7, END, PAD), seed).source]).toEqual([MASK, END, PAD]);
  }
});

describe('greedy decoding', () => {
  test('keeping keys and values says what reading everything anew says', async () => {
    const model = make({ ...small, decoder_layers: 2 });
    const lexicon = words();
    // Reading everything anew is hundreds of operations for each sound: less of it on WebGPU by software.
    const list = lexicon.entries.map(({ word }) => word).slice(0, only === 'webgpu' ? 5 : 12);
    const before = tf.memory().numTensors;
    const fast = await greedyDecode(model, lexicon, list);
    expect(tf.memory().numTensors).toBe(before);
    const anew: string[][] = [];
    for (const word of list) anew.push(await decodeAnew(model, word));
    expect(fast).toEqual(anew);
    expect(new Set(fast.map((said) => said.join(' '))).size).toBeGreaterThan(list.length / 4);
  });

  async function decodeAnew(model: Transformer, word: string): Promise<string[]> {
    const lexicon = words();
    const letters = Uint8Array.from(word, (letter) => lexicon.graphemes.indexOf(letter) + FIRST_SYMBOL);
    const said: number[] = [];
    while (said.length < 2 * word.length + 8) {
      const batch = collate([{ letters, phones: Uint8Array.from(said) }]);
      const best = tf.tidy(() => {
        const lengths = tf.tensor1d(batch.sourceLengths, 'int32');
        const logits = model.logits(batch, { words: 1, heads: model.heads, lengths, drop: (x) => x });
        return values(tf.argMax(logits, -1)).at(-1) ?? END;
      });
      await setImmediate();
      if (best === END) break;
      said.push(best);
    }
    return said.flatMap((symbol) => lexicon.phones[symbol - FIRST_SYMBOL] ?? []);
  }

  test('a letter that the model has not seen', async () => {
    await expect(greedyDecode(make(small), words(), ['naïve'])).rejects.toThrow('"ï" of "naïve"');
  });
});

test('validation gives losses, error rates and a few words', async () => {
  const before = tf.memory().numTensors;
  const model = make(small);
  const parameters = tf.memory().numTensors - before;
  const { metrics, examples = [] } = await model.validate(words());
  expect(tf.memory().numTensors).toBe(before + parameters);
  expect(Object.keys(metrics).sort()).toEqual(['decoder_loss', 'encoder_loss', 'loss', 'per', 'wer']);
  expect(metrics.loss).toBe(metrics.decoder_loss);
  const { metrics: some } = await model.validate(words(), ['loss']);
  expect(Object.keys(some).sort()).toEqual(['loss', 'per', 'wer']);
  expect(some.loss).toBe(metrics.loss);
  // A model that knows nothing spreads its guess over 42 symbols.
  expect(Math.abs((metrics.loss ?? 0) - Math.log(42))).toBeLessThan(1);
  expect(metrics.wer).toBe(100);
  expect(examples).toHaveLength(5);
  for (const line of examples) expect(line).toMatch(/^\S+ {2}[A-Z ]* {2}\([A-Z ]+\)$/);
});

describe('scores', () => {
  test.each([
    ['', '', 0],
    ['K AE T', 'K AE T', 0],
    ['K AE T', 'K T', 1],
    ['', 'K AE T', 3],
    ['K IH T AH N', 'S IH T IH NG', 3],
  ])('the distance of "%s" and "%s" is %i', (a, b, edits) => {
    const phones = (text: string) => text.split(' ').filter(Boolean);
    expect(editDistance(phones(a), phones(b))).toBe(edits);
    expect(editDistance(phones(b), phones(a))).toBe(edits);
  });

  test('the closest pronunciation counts, the first of equals', () => {
    const entry = {
      word: 'read',
      pronunciations: [
        ['R', 'IY', 'D'],
        ['R', 'EH', 'D'],
      ],
    };
    expect(closest(['R', 'EH'], entry)).toEqual({ reference: ['R', 'EH', 'D'], edits: 1 });
    expect(closest(['R'], entry).reference).toEqual(['R', 'IY', 'D']);
    const other = { word: 'a', pronunciations: [['AH']] };
    expect(score([entry, other], [['R', 'EH'], ['AH']])).toEqual({ per: 25, wer: 50 });
  });
});

describe('what a configuration may say', () => {
  test('modules and losses', () => {
    expect(builtinModels['g2p.Transformer']).toBe(Transformer);
    expect(Transformer.modules).toEqual(['encoder', 'decoder']);
    expect(Transformer.losses).toEqual(['loss', 'encoder_loss', 'decoder_loss']);
    const firsts = new Set([...make(small).parameters.keys()].map((name) => name.split('.')[0]));
    expect([...firsts]).toEqual(Transformer.modules);
  });

  test.each<[Record<string, unknown>, string]>([
    [{ d_modell: 64 }, '"d_modell" is not an option of g2p.Transformer. Its options are: d_model, num_heads'],
    [{ d_model: '64' }, 'd_model of g2p.Transformer is a whole number from 2, not "64".'],
    [
      { d_model: 30, num_heads: 4 },
      'd_model of g2p.Transformer is an even multiple of num_heads (4), not 30.',
    ],
    [{ dropout: 1 }, 'dropout of g2p.Transformer is a number from 0 to below 1, not 1.'],
    [{ encoder_loss_weight: -1 }, 'encoder_loss_weight of g2p.Transformer is a number from 0, not -1.'],
  ])('%j is refused', (moduleConf, message) => {
    expect(() => make(moduleConf)).toThrow(message);
  });

  test('data that are no lexicon are refused', () => {
    const other = { length: 1, batch: () => ({}) };
    expect(() => new Transformer({ moduleConf: small, data: other as never, seed: 0 })).toThrow(
      'g2p.Transformer needs data with graphemes, phones and entries',
    );
  });
});
