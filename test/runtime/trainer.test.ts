import { Dataset, Model, tf } from 'optim-sches';
import { beforeAll, describe, expect, it } from 'vitest';
import { fusedUpdates } from '../../runtime/src/backends/fused.js';
import { train } from '../../runtime/src/trainer.js';
import { backends, useBackend } from './backend.js';
import { makeRun } from './make-run.js';
import { configOf, flat, oracle, WorldData, WorldModel } from './world.js';

interface Batch {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** Batches of three numbers that depend on the step alone. */
class Points extends Dataset<Batch> {
  constructor(readonly length: number) {
    super({ conf: {}, seed: 0, folder: '.' });
  }
  batch(epoch: number, index: number): Batch {
    const t = (epoch - 1) * this.length + index + 1;
    return { x: 1 + (t % 5) / 4, y: (t % 7) / 3, z: 1 - (t % 3) / 2 };
  }
}

/** encoder_loss = (e x - y)^2; decoder_loss = (d e x - z)^2, which reaches both modules. */
class EncoderDecoder extends Model<Batch> {
  static override readonly modules = ['encoder', 'decoder'];
  static override readonly losses = ['encoder_loss', 'decoder_loss'];
  forwards = 0;
  readonly #encoder = this.parameter('encoder.weight', tf.scalar(0.5));
  readonly #decoder = this.parameter('decoder.weight', tf.scalar(-0.25));

  forward({ x, y, z }: Batch): Record<string, tf.Scalar> {
    this.forwards += 1;
    const encoded = tf.mul(this.#encoder, x);
    return {
      encoder_loss: tf.square(tf.sub(encoded, y)) as tf.Scalar,
      decoder_loss: tf.square(tf.sub(tf.mul(this.#decoder, encoded), z)) as tf.Scalar,
    };
  }
}

const encoderDecoder = (length: number) =>
  new EncoderDecoder({ moduleConf: {}, data: new Points(length), seed: 0 });

/** The documented example: an encoder and a decoder, each with its own optimizer, the encoder every second step. */
const twoOptimizers = `
num_epochs: 3
optim_sches:
  encoder_optim:
    type: noam.NoamLr
    conf: {optim_type: Adam, optim_conf: {lr: 0.05}, warmup_steps: 4, optim_losses: encoder_loss, updated_modules: encoder, step_per_update: 2}
  decoder_optim:
    type: exp.ExponentDecayLr
    conf: {optim_type: Adam, optim_conf: {lr: 0.03}, decay_factor: 0.9, optim_losses: decoder_loss, updated_modules: decoder}
`;

describe.each(backends)('two optimizers on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  it('move the parameters as a reference of ten lines does', async () => {
    const [perEpoch, epochs] = [6, 3];
    const data = new Points(perEpoch);
    const model = encoderDecoder(perEpoch);
    const { run, steps } = makeRun({ config: twoOptimizers, model, train: data });
    await train(run);

    // Adam by the book, in double precision.
    const adam = () => {
      let [m, v, t] = [0, 0, 0];
      return (g: number, lr: number) => {
        [m, v, t] = [0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g, t + 1];
        return (lr * (m / (1 - 0.9 ** t))) / (Math.sqrt(v / (1 - 0.999 ** t)) + 1e-8);
      };
    };
    let [e, d, decoderLr] = [0.5, -0.25, 0.03];
    const [encoderStep, decoderStep] = [adam(), adam()];
    for (let step = 1; step <= perEpoch * epochs; step++) {
      const epoch = Math.ceil(step / perEpoch);
      const { x, y, z } = data.batch(epoch, (step - 1) % perEpoch);
      const [encoderGradient, decoderGradient] = [2 * (e * x - y) * x, 2 * (d * e * x - z) * e * x];
      decoderLr *= 0.9 ** (epoch - 1);
      if (step % 2 === 0)
        e -= encoderStep(encoderGradient, 0.05 * 4 ** 0.5 * Math.min(step ** -0.5, step * 4 ** -1.5));
      d -= decoderStep(decoderGradient, decoderLr);
      expect(steps[step - 1]?.lr.decoder_optim).toBeCloseTo(decoderLr, 14);
    }
    const [encoder = 0, decoder = 0] = flat(model.parameters);
    expect(Math.abs(encoder - e)).toBeLessThan(1e-5 * Math.abs(e));
    expect(Math.abs(decoder - d)).toBeLessThan(1e-5 * Math.abs(d));
    expect(model.forwards).toBe(perEpoch * epochs);
  });

  it('leaves no tensor behind in hundreds of steps', async () => {
    const model = encoderDecoder(100);
    const counts: number[] = [];
    const { run } = makeRun({ config: twoOptimizers, model, train: new Points(100), valid: new Points(3) });
    const record = run.recorder.step;
    run.recorder.step = (step) => {
      counts.push(tf.memory().numTensors);
      record(step);
    };
    await train(run);
    expect(counts).toHaveLength(300);
    // Where losses are read late, a few tensors more or less are still waiting to be read.
    if (fusedUpdates().guards !== undefined)
      expect(Math.max(...counts.slice(200))).toBeLessThanOrEqual(Math.max(...counts.slice(4, 100)));
    else expect(new Set(counts.slice(4)).size).toBe(1);
  });
});

interface Integration {
  readonly name: string;
  readonly optim_sches: unknown;
  readonly exp_cfg: Readonly<Record<string, unknown>>;
  readonly steps_per_epoch: number;
  readonly epochs: number;
  readonly empty_steps?: readonly number[];
  readonly nan_loss_at: readonly number[];
  readonly resume_after_epoch: number | null;
  readonly lr_per_step?: readonly [epoch: number, step: number, lr: Record<string, number>][];
  readonly params?: readonly number[];
  readonly gens: readonly string[];
}

// Whole runs of SpeeChain's Runner. It has no batches that are empty here; a resumed run of its forgets gradients.
const runs = (oracle.integration as Integration[]).filter(
  ({ params, empty_steps = [], resume_after_epoch, gens }) =>
    params !== undefined && empty_steps.length === 0 && resume_after_epoch === null && gens.includes('g5'),
);

describe('whole runs as SpeeChain makes them', () => {
  beforeAll(() => useBackend('wasm'));

  it('has them', () =>
    expect(runs.map(({ name }) => name)).toEqual([
      'train/noam_3x6_accum2',
      'train/exp_ft0.5',
      'train/nan_loss',
      'train/valid_every2',
    ]));

  it.each(runs)('$name', async (one) => {
    const model = new WorldModel();
    model.nanAt = one.nan_loss_at;
    const { run, steps, notices } = makeRun({
      config: configOf(one),
      model,
      train: new WorldData(one.steps_per_epoch),
      settings: { numEpochs: one.epochs },
    });
    await train(run);
    const seen = steps
      .filter(({ skipped }) => skipped === undefined)
      .map(({ epoch, step, lr }) => [epoch, ((step - 1) % one.steps_per_epoch) + 1, lr]);
    expect(seen.map(([epoch, step]) => [epoch, step])).toEqual(
      one.lr_per_step?.map(([epoch, step]) => [epoch, step]),
    );
    for (const [index, [, , lr]] of (one.lr_per_step ?? []).entries()) {
      const actual = seen[index]?.[2] as Record<string, number>;
      for (const [name, value] of Object.entries(lr)) expect(actual[name]).toBeCloseTo(value, 14);
    }
    const scale = Math.max(...(one.params ?? []).map(Math.abs));
    const actual = flat(model.parameters);
    const error = Math.max(
      ...(one.params ?? []).map((value, k) => Math.abs(value - (actual[k] ?? Number.NaN))),
    );
    expect(error / scale).toBeLessThan(1e-5);
    expect(notices).toEqual(
      one.nan_loss_at.map(
        (step) => `The loss loss is NaN: training step ${step} is skipped for all OptimSchedulers.`,
      ),
    );
  });
});
