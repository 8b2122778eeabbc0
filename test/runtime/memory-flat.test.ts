// Memory over 10,000 training steps (on the wasm backend): forward and backward passes of every layer, dropout, accumulated and clipped
// gradients, two optimizers, validations, checkpoints; batches of changing length, as words have.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Dataset, executableOptimizers, Model, tf } from 'optim-sches';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  attentionParameters,
  crossEntropy,
  dropout,
  embedding,
  feedForward,
  feedForwardParameters,
  hash32,
  layerNorm,
  layerNormParameters,
  linear,
  linearParameters,
  multiHeadAttention,
  normal,
} from '../../runtime/src/nn/index.js';
import { train } from '../../runtime/src/trainer.js';
import { bestBackend, only, useBackend } from './backend.js';
import { makeRun } from './make-run.js';

const SYMBOLS = 11;
const D = 8;
const WORDS = 3;

interface Batch {
  readonly symbols: Int32Array;
  readonly targets: Int32Array;
  readonly lengths: Int32Array;
}

/** Words of 2 to 12 symbols; each symbol's target is the one before it. */
class Words extends Dataset<Batch> {
  constructor(readonly length: number) {
    super({ conf: {}, seed: 0, folder: '.' });
  }
  batch(epoch: number, index: number): Batch {
    const seed = epoch * this.length + index;
    const places = 2 + (hash32(seed, 0) % 11);
    const symbols = Int32Array.from({ length: WORDS * places }, (_, i) => 1 + (hash32(seed, i) % 10));
    const targets = symbols.map((_, i) => (i % places === 0 ? 0 : (symbols[i - 1] ?? 0)));
    const lengths = Int32Array.from({ length: WORDS }, (_, i) => 2 + (hash32(seed, i) % (places - 1)));
    return { symbols, targets, lengths };
  }
}

/** One layer of a Transformer. */
class Layer extends Model<Batch> {
  static override readonly modules = ['table', 'encoder', 'decoder'];
  static override readonly losses = ['loss'];
  readonly #make = (name: string, value: tf.Tensor) => this.parameter(name, value);
  readonly #table = this.#make('table.weight', normal(0, 'table', [SYMBOLS, D], 0.5));
  readonly #norm = layerNormParameters(this.#make, 'encoder.norm', D);
  readonly #attention = attentionParameters(this.#make, 'encoder.attention', D, 0);
  readonly #feedForward = feedForwardParameters(this.#make, 'encoder.feed_forward', D, 2 * D, 0);
  readonly #output = linearParameters(this.#make, 'decoder.output', [D, SYMBOLS], 0);

  forward(batch: Batch, { training, seed }: { training: boolean; seed: number }): Record<string, tf.Scalar> {
    const x = embedding(batch.symbols, this.#table as unknown as tf.Tensor2D);
    const y = dropout(layerNorm(x, this.#norm), training ? 0.1 : 0, seed);
    const lengths = tf.tensor1d(batch.lengths, 'int32');
    const attended = multiHeadAttention(y, y, this.#attention, { batch: WORDS, heads: 2, lengths });
    const read = feedForward(tf.add(x, attended) as tf.Tensor2D, this.#feedForward);
    return { loss: crossEntropy(linear(read, this.#output), batch.targets, 0) };
  }
}

const newModel = () => new Layer({ moduleConf: {}, data: new Words(1), seed: 0 });

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function memoryNow() {
  collectGarbage();
  const { numTensors, numBytes, numDataBuffers } = tf.memory();
  const backend = tf.backend() as unknown as { wasm?: { asm: { memory: { buffer: ArrayBufferLike } } } };
  const { rss, heapUsed } = process.memoryUsage();
  return {
    tensors: { numTensors, numBytes, numDataBuffers },
    wasmHeap: backend.wasm?.asm.memory.buffer.byteLength ?? 0,
    rss: rss / 2 ** 20,
    heapUsed: heapUsed / 2 ** 20,
  };
}

beforeAll(() => useBackend(bestBackend));

/** Backends that call another library for each operation are too slow for as many steps of so small a model. */
const STEPS_PER_EPOCH = only === undefined ? 1000 : 50;
const EPOCHS = 10;

const configuration = `
num_epochs: ${EPOCHS}
accum_grad: 2
grad_clip: 0.5
optim_sches:
  encoder:
    type: noam.NoamLr
    conf: {optim_type: Adam, optim_conf: {lr: 0.01}, warmup_steps: 50, updated_modules: [table, encoder]}
  decoder:
    type: exp.ExponentDecayLr
    conf: {optim_type: SGD, optim_conf: {lr: 0.1, momentum: 0.9}, decay_factor: 0.999, updated_modules: decoder}
`;

test(`memory is flat over ${EPOCHS * STEPS_PER_EPOCH} training steps`, { timeout: 600_000 }, async () => {
  const model = newModel();
  const before = memoryNow();
  const seen: ReturnType<typeof memoryNow>[] = [];
  const { run, steps } = makeRun({
    config: configuration,
    model,
    train: new Words(STEPS_PER_EPOCH),
    valid: new Words(5),
  });
  const { recorder } = run;
  const losses: number[] = [];
  await train({
    ...run,
    recorder: {
      ...recorder,
      valid(...args) {
        recorder.valid(...args);
        losses.push(steps.reduce((sum, { losses }) => sum + (losses.loss ?? 0), 0) / steps.length);
        // What the test itself keeps of each step is not to be counted.
        steps.length = 0;
        seen.push(memoryNow());
      },
    },
  });
  expect(seen.length).toBe(EPOCHS);
  expect(losses.at(-1)).toBeLessThan((losses[0] ?? 0) * 0.9);
  // Steps that run as graphs are recorded first, each size of batch for itself.
  const [settled, ...rest] = seen.slice(only === undefined ? 1 : 4);
  const last = rest.at(-1);
  if (settled === undefined || last === undefined) throw new Error('There were too few epochs.');
  for (const { tensors, wasmHeap } of rest) {
    expect(tensors).toEqual(settled.tensors);
    expect(wasmHeap).toBe(settled.wasmHeap);
  }
  // The engine's own: compiled code, its young generation. A leak of 100 bytes a step would be 0.8 MB.
  expect(last.heapUsed - settled.heapUsed).toBeLessThan(4);
  expect(last.rss - settled.rss).toBeLessThan(40);
  for (const each of run.optimSchedulers) each.dispose();
  expect(memoryNow().tensors).toEqual(before.tensors);
  tf.dispose([...model.parameters.values()]);
});

describe.each(executableOptimizers)('%s', (optimType) => {
  test('leaves no tensor behind in a step', async () => {
    const model = newModel();
    // Muon takes matrices alone. LBFGS keeps as many gradients as it is told.
    const modules = optimType === 'Muon' ? 'table' : '[table, encoder, decoder]';
    const history = optimType === 'LBFGS' ? ', history_size: 2' : '';
    const before = memoryNow().tensors;
    const { run } = makeRun({
      config: `
num_epochs: 3
grad_clip: 0.5
optim_sches:
  type: noam.NoamLr
  conf: {optim_type: ${optimType}, optim_conf: {lr: 0.001${history}}, warmup_steps: 50, updated_modules: ${modules}}
`,
      model,
      train: new Words(5),
      valid: new Words(1),
    });
    const seen: object[] = [];
    const { recorder } = run;
    await train({
      ...run,
      recorder: {
        ...recorder,
        valid(...args) {
          recorder.valid(...args);
          seen.push(memoryNow().tensors);
        },
      },
    });
    expect(seen[2]).toEqual(seen[1]);
    for (const each of run.optimSchedulers) each.dispose();
    // An optimizer that assigns, LBFGS, leaves the parameters in other memory than the values they began with.
    const { numTensors, numBytes } = memoryNow().tensors;
    expect({ numTensors, numBytes }).toEqual({ numTensors: before.numTensors, numBytes: before.numBytes });
    tf.dispose([...model.parameters.values()]);
  });
});
