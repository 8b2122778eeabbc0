import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Dataset, Model, tf } from 'optim-sches';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeSafetensors } from '../../runtime/src/checkpoint/safetensors.js';
import { train } from '../../runtime/src/trainer.js';
import { backends, useBackend } from './backend.js';
import { makeRun, metricsOf } from './make-run.js';
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
    expect(new Set(counts.slice(4)).size).toBe(1);
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

describe('the course of a training', () => {
  beforeAll(() => useBackend('cpu'));
  const config = (epochs: number) =>
    `num_epochs: ${epochs}\noptim_sches: {type: noam.NoamLr, conf: {optim_type: SGD, optim_conf: {lr: 0.1}, warmup_steps: 4}}\n`;

  it.each([
    [1, [1, 2, 3, 4, 5]],
    [2, [1, 3, 5]],
    [3, [1, 4]],
    [9, [1]],
  ])('validates every %i epochs, the first one included', async (validPerEpochs, expected) => {
    const { run, validations } = makeRun({
      config: config(5),
      model: new WorldModel(),
      train: new WorldData(2),
      valid: new WorldData(1),
      settings: { validPerEpochs },
    });
    expect(await train(run)).toBe('finished');
    expect(validations).toEqual(expected);
  });

  it('keeps the best and the last models, names the best, and averages them', async () => {
    const values = [5, 3, 4, 2, 6, 7];
    class Scored extends WorldModel {
      override async validate() {
        return { metrics: { score: values[epoch++] ?? 0 } };
      }
    }
    let epoch = 0;
    const model = new Scored();
    const { run, folder } = makeRun({
      config: config(6),
      model,
      train: new WorldData(2),
      valid: new WorldData(1),
      monitor: { criteria: [{ group: 'valid', metric: 'score', mode: 'min', number: 2 }] },
    });
    await train(run);
    // Epochs 2 and 4 are the best, 6 is the last, and the one before it stays in case that is damaged.
    const checkpoints = readdirSync(join(folder, 'checkpoints')).sort();
    expect(checkpoints).toEqual(['step-10', 'step-12', 'step-4', 'step-8']);
    expect(JSON.parse(readFileSync(join(folder, 'best.json'), 'utf8'))).toEqual({
      criteria: [
        {
          group: 'valid',
          metric: 'score',
          mode: 'min',
          best: [
            { epoch: 4, step: 8, value: 2, checkpoint: 'checkpoints/step-8' },
            { epoch: 2, step: 4, value: 3, checkpoint: 'checkpoints/step-4' },
          ],
        },
      ],
    });
    const read = (path: string) =>
      [...decodeSafetensors(readFileSync(join(folder, path)), path).values()].flatMap(({ data }) => [
        ...data,
      ]);
    const [first, second] = [
      read('checkpoints/step-4/model.safetensors'),
      read('checkpoints/step-8/model.safetensors'),
    ];
    expect(first).not.toEqual(second);
    expect(read('averages/2_valid_score_average.safetensors')).toEqual(
      first.map((value, k) => Math.fround((value + (second[k] ?? 0)) / 2)),
    );
  });

  it('stops early by its own rule', async () => {
    class Worse extends WorldModel {
      override async validate() {
        return { metrics: { score: ++epoch } };
      }
    }
    let epoch = 0;
    const { run, steps } = makeRun({
      config: config(9),
      model: new Worse(),
      train: new WorldData(3),
      valid: new WorldData(1),
      monitor: { criteria: [{ group: 'valid', metric: 'score', mode: 'min', number: 1 }], patience: 1 },
    });
    expect(await train(run)).toBe('early-stopping');
    // Epoch 1 is the best, 2 and 3 are worse: the counter is 2 > 1.
    expect(steps).toHaveLength(9);
  });

  it('looks at the means of the training losses for a train criterion', async () => {
    const { run, folder } = makeRun({
      config: config(1),
      model: new WorldModel(),
      train: new WorldData(4),
      monitor: { criteria: [{ group: 'train', metric: 'loss', mode: 'min', number: 1 }] },
    });
    await train(run);
    const losses = metricsOf(folder).map((line) => (line as { losses: { loss: number } }).losses.loss);
    const mean = losses.reduce((a, b) => a + b) / 4;
    expect(run.monitor.best()[0]?.epochs).toEqual([{ epoch: 1, value: mean }]);
  });

  it('stops when no step of an epoch had a finite loss', async () => {
    const model = new WorldModel();
    model.nanAt = [3, 4];
    const { run, folder } = makeRun({ config: config(5), model, train: new WorldData(2) });
    await expect(train(run)).rejects.toThrow('No training step of epoch 2 had a finite loss');
    expect(metricsOf(folder)[2]).toMatchObject({
      step: 3,
      losses: { loss: 'NaN' },
      skipped: expect.any(String),
    });
    expect(existsSync(join(folder, 'checkpoints/step-2/state.json'))).toBe(true);
  });

  it('saves and ends when the user wants it to, also between epochs', async () => {
    for (const stopAt of [1, 4, 5]) {
      const { run, steps, folder } = makeRun({
        config: config(3),
        model: new WorldModel(),
        train: new WorldData(4),
        wantsStop: () => steps.length >= stopAt,
      });
      expect(await train(run)).toBe('interrupted');
      expect(readdirSync(join(folder, 'checkpoints'))).toContain(`step-${stopAt}`);
    }
  });
});
