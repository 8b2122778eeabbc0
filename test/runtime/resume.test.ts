import { appendFileSync, cpSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LrStep, OptimScheduler } from 'optim-sches';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkpointPath, checkpointSteps } from '../../runtime/src/checkpoint/store.js';
import { train } from '../../runtime/src/trainer.js';
import { backends, useBackend } from './backend.js';
import { makeRun, metricsOf, type RunOptions, temporaryFolder } from './make-run.js';
import { flat, type Losses, WorldData, WorldModel } from './world.js';

/** A schedule with a state: it halves the learning rate at every third call. */
class Halving extends OptimScheduler {
  calls = 0;
  history: number[] = [];
  override scheInit() {}
  override updateLr({ currentLr }: LrStep): number {
    this.calls += 1;
    this.history.push(currentLr);
    return this.calls % 3 === 0 ? currentLr / 2 : currentLr;
  }
}

interface Case {
  readonly name: string;
  readonly config: string;
  readonly epochs: number;
  readonly perEpoch: number;
  readonly losses?: Losses;
  readonly own?: boolean;
}

const cases: readonly Case[] = [
  {
    name: 'windows of 3 across epochs of 4',
    epochs: 3,
    perEpoch: 4,
    config: `accum_grad: 3\ngrad_clip: 0.5\noptim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {lr: 0.02, amsgrad: True}, warmup_steps: 2}}\n`,
  },
  {
    name: 'a schedule that compounds on the current learning rate',
    epochs: 4,
    perEpoch: 3,
    config: `accum_grad: 2\nft_factor: 0.9\noptim_sches: {type: exp.ExponentDecayLr, conf: {optim_type: SGD, optim_conf: {lr: 0.3, momentum: 0.9, nesterov: True}, decay_factor: 0.8}}\n`,
  },
  {
    name: 'two optimizers with updates of their own',
    epochs: 2,
    perEpoch: 5,
    losses: { encoder_loss: ['encoder'], decoder_loss: ['encoder', 'decoder'] },
    config: `accum_grad: 2
optim_sches:
  one: {type: noam.NoamLr, conf: {optim_type: AdamW, optim_conf: {lr: 0.01}, warmup_steps: 3, optim_losses: encoder_loss, updated_modules: encoder, step_per_update: 2}}
  two: {type: exp.ExponentDecayLr, conf: {optim_type: SGD, optim_conf: {lr: 0.1, momentum: 0.5}, optim_losses: [encoder_loss, decoder_loss], updated_modules: decoder}}
`,
  },
  {
    name: 'a schedule that follows a validation metric',
    epochs: 5,
    perEpoch: 2,
    // The loss of this little world rises, so every validation after the first is a bad one.
    config: `optim_sches: {type: transformers.reduce_lr_on_plateau, conf: {optim_type: Adam, optim_conf: {lr: 0.01}, patience: 0, factor: 0.5}}\n`,
  },
  {
    name: 'a schedule of one’s own with a state',
    epochs: 3,
    perEpoch: 3,
    own: true,
    config: `optim_sches: {type: halving.Halving, conf: {optim_type: SGD, optim_conf: {lr: 0.1}}}\n`,
  },
];

function optionsOf({ config, epochs, perEpoch, losses, own = false }: Case): RunOptions {
  return {
    config,
    model: new WorldModel(undefined, losses),
    train: new WorldData(perEpoch),
    valid: new WorldData(1),
    settings: { numEpochs: epochs, validPerEpochs: 2 },
    monitor: {
      criteria: [{ group: 'train', metric: losses ? 'encoder_loss' : 'loss', mode: 'min', number: 2 }],
    },
    ...(own
      ? {
          create: ({ optimSchedulers, experiment }, { parameters }) =>
            optimSchedulers.map((conf) => OptimScheduler.create(Halving, { conf, parameters, experiment })),
        }
      : {}),
  };
}

/** What a finished run leaves: parameters bit by bit, optimizer states, metrics, the choice of the best. */
function traces(folder: string, lastStep: number) {
  const read = (name: string) =>
    readFileSync(join(checkpointPath(join(folder, 'checkpoints'), lastStep), name));
  const { state } = JSON.parse(read('state.json').toString()) as { state: Record<string, unknown> };
  return {
    model: read('model.safetensors').toString('hex'),
    state: { ...state, metricsBytes: undefined },
    metrics: metricsOf(folder),
    best: readFileSync(join(folder, 'best.json'), 'utf8'),
  };
}

describe.each(backends)('a run that goes on from a checkpoint on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  it.each(cases)('ends as if it had never stopped, wherever it stopped: $name', async (one) => {
    const whole = makeRun(optionsOf(one));
    await train(whole.run);
    const last = one.epochs * one.perEpoch;
    const expected = traces(whole.folder, last);
    expect(expected.metrics.filter((line) => 'losses' in (line as object))).toHaveLength(last);

    for (let stop = 1; stop < last; stop++) {
      const first = makeRun({
        ...optionsOf(one),
        settings: { numEpochs: one.epochs, validPerEpochs: 2, maxSteps: stop },
      });
      expect(await train(first.run)).toBe('max-steps');
      first.run.recorder.close();
      // What was written after the checkpoint is gone: it comes again.
      appendFileSync(join(first.folder, 'metrics.jsonl'), '{"step": 99, "time": 0}\n{"half a li');
      const second = makeRun({ ...optionsOf(one), folder: first.folder });
      expect(second.run.position.step).toBe(stop);
      expect(await train(second.run)).toBe('finished');
      expect(traces(first.folder, last)).toEqual(expected);
      expect(flat(second.run.model.parameters)).toEqual(flat(whole.run.model.parameters));
    }
  });
});

describe('what a resumed run does not take', () => {
  beforeAll(() => useBackend('cpu'));
  const [one] = cases;
  if (one === undefined) throw new Error('no case');

  /** A run of all its steps with a checkpoint at each of the last ones. */
  const finished = async () => {
    const made = makeRun({ ...optionsOf(one), every: 1 });
    await train(made.run);
    made.run.recorder.close();
    return made.folder;
  };

  it('a broken checkpoint: the one before it is taken, and the end is the same', async () => {
    const folder = await finished();
    const expected = traces(folder, 12);
    const broken = join(folder, 'checkpoints/step-12/model.safetensors');
    truncateSync(broken, 100);
    const again = makeRun({ ...optionsOf(one), folder });
    expect(again.broken).toEqual([
      { path: join(folder, 'checkpoints/step-12'), why: expect.stringContaining('100 bytes') },
    ]);
    expect(again.run.position.step).toBe(11);
    await train(again.run);
    expect(traces(folder, 12)).toEqual(expected);
  });

  it('a finished run has nothing left to do', async () => {
    const folder = await finished();
    const before = checkpointSteps(join(folder, 'checkpoints'));
    const again = makeRun({ ...optionsOf(one), folder });
    expect(await train(again.run)).toBe('finished');
    expect(again.steps).toEqual([]);
    expect(checkpointSteps(join(folder, 'checkpoints'))).toEqual(before);
  });

  it('more epochs go on where it ended', async () => {
    const folder = await finished();
    const longer = { ...one, epochs: 5 };
    const again = makeRun({ ...optionsOf(longer), folder });
    await train(again.run);
    const whole = makeRun(optionsOf(longer));
    await train(whole.run);
    expect(traces(folder, 20)).toEqual(traces(whole.folder, 20));
  });

  it('another set of OptimSchedulers is refused', async () => {
    const folder = await finished();
    const renamed = one.config.replace('optim_sches: {', 'optim_sches: {other: {').replace('}}\n', '}}}\n');
    expect(() => makeRun({ ...optionsOf(one), config: renamed, folder })).toThrow(
      'The checkpoint has no OptimScheduler "other", only main: optim_sches was changed since.',
    );
  });

  it('a checkpoint of another model is refused', async () => {
    const folder = await finished();
    const model = new WorldModel();
    model.parameters.delete('decoder.bias');
    expect(() => makeRun({ ...optionsOf(one), model, folder })).toThrow(
      'The model has no parameter decoder.bias, which was saved: it was changed since.',
    );
  });

  it('a copy of a run folder is a run folder', async () => {
    const folder = await finished();
    const copy = join(temporaryFolder(), 'copy');
    cpSync(folder, copy, { recursive: true });
    writeFileSync(join(folder, 'metrics.jsonl'), '');
    const again = makeRun({ ...optionsOf({ ...one, epochs: 4 }), folder: copy });
    expect(await train(again.run)).toBe('finished');
    expect(metricsOf(copy).filter((line) => 'losses' in (line as object))).toHaveLength(16);
  });
});
