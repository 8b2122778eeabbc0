import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeSafetensors } from '../../runtime/src/checkpoint/safetensors.js';
import { train } from '../../runtime/src/trainer.js';
import { startPosition } from '../../runtime/src/training/run.js';
import { useBackend } from './backend.js';
import { makeRun, metricsOf } from './make-run.js';
import { WorldData, WorldModel } from './world.js';

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
      // Not by what is recorded: where losses are read late, that is a step behind.
      let position = startPosition();
      const { run, folder } = makeRun({
        config: config(3),
        model: new WorldModel(),
        train: new WorldData(4),
        wantsStop: () => position.step >= stopAt,
      });
      position = run.position;
      expect(await train(run)).toBe('interrupted');
      expect(readdirSync(join(folder, 'checkpoints'))).toContain(`step-${stopAt}`);
    }
  });
});
