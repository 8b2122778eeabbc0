import { lrRunOf, parseDocument, readConfig } from '@optim-sches/schemas';
import { beforeAll, describe, expect, it } from 'vitest';
import { drivingMetric } from '../../runtime/src/optim-schedulers/driving-metric.js';
import { train } from '../../runtime/src/trainer.js';
import { useBackend } from './backend.js';
import { makeRun, metricsOf } from './make-run.js';
import { WorldData, WorldModel } from './world.js';

const plateau = (more = '') =>
  `optim_sches: {type: transformers.reduce_lr_on_plateau, conf: {optim_type: SGD, optim_conf: {lr: 0.02}, patience: 0, factor: 0.5${more}}}\n`;
const confOf = (text: string) => {
  const [conf] = readConfig(parseDocument(text)).optimSchedulers;
  if (conf === undefined) throw new Error('no OptimScheduler');
  return conf;
};

describe('what drives a schedule', () => {
  const named = plateau(', monitor: per');
  it.each<[string, string, Record<string, number>, number]>([
    ['the loss that it minimizes', plateau(), { loss: 2, per: 7 }, 2],
    ['the sum of several', plateau(', optim_losses: [a, b]'), { a: 1, b: 0.5, per: 7 }, 1.5],
    ['the metric that it names', named, { loss: 2, per: 7 }, 7],
    [
      'nothing, when no metric drives it',
      'optim_sches: {type: noam.NoamLr, conf: {optim_type: SGD, optim_conf: {}}}',
      {},
      Number.NaN,
    ],
  ])('%s', (_, text, metrics, expected) => {
    expect(drivingMetric(confOf(text), metrics)).toBe(expected);
  });

  it('is refused when the validation has no such metric', () => {
    expect(() => drivingMetric(confOf(named), { loss: 2, wer: 1 })).toThrow(
      'The schedule of the OptimScheduler "main" is driven by the validation metric "per", which the model does not give. It gives: loss, wer. Write one of them as monitor.',
    );
  });
});

describe('a training whose schedule follows the validation loss', () => {
  beforeAll(() => useBackend('cpu'));

  it('has the learning rates of the function that draws the curve, given the same metrics', async () => {
    const config = plateau();
    const valid = new WorldData(1);
    const settings = { numEpochs: 5, validPerEpochs: 2 };
    const made = makeRun({ config, model: new WorldModel(), train: new WorldData(3), valid, settings });
    await train(made.run);
    const lines = metricsOf(made.folder) as {
      step: number;
      epoch: number;
      valid?: { loss: number };
      lr?: { main: number };
    }[];
    const run = lrRunOf(confOf(config), readConfig(parseDocument(config)).experiment);
    const metrics: number[] = [];
    for (const { step, epoch, valid: validation, lr } of lines) {
      if (validation !== undefined) metrics.push(validation.loss);
      if (lr !== undefined) expect(lr.main, `step ${step}`).toBe(run?.step(step, epoch, metrics));
    }
    expect(metrics).toHaveLength(3);
    // The loss rises here, so each validation after the first is a bad one; the last comes after the last step.
    expect(lines.filter(({ lr }) => lr !== undefined).at(-1)?.lr?.main).toBe(0.01);
  });
});
