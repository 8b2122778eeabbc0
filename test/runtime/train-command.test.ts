import { mkdirSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defaultRunFolder } from '../../runtime/src/training/run-folder.js';
import { bestBackend } from './backend.js';
import { runCli } from './run-cli.js';
import { at, lossesOf, read, train, useVowels, write } from './vowels.js';

useVowels();

describe('what is refused', () => {
  const rows: [string, (yaml: string) => string, RegExp][] = [
    [
      'a misspelled argument',
      (yaml) => yaml.replace('lr: 0.02', 'lrr: 0.02'),
      /"lrr" is not an argument of torch\.optim\.Adam/,
    ],
    [
      'YAML that is none',
      (yaml) => yaml.replace('{type: vowels.Voices', '{type: [vowels.Voices'),
      /exp\.yaml/,
    ],
    [
      'an unknown schedule',
      (yaml) => yaml.replace('vowels.CosineLr', 'nowhere.CosineLr'),
      /"nowhere\.CosineLr" is not a learning-rate schedule/,
    ],
    [
      'SparseAdam',
      (yaml) => yaml.replace('Adam', 'SparseAdam'),
      /SparseAdam cannot be used here: gradients here are dense, and it refuses those in torch too/,
    ],
    [
      'Muon on parameters that are no matrices',
      (yaml) => yaml.replace('Adam', 'Muon'),
      /encoder\.bias \[16\], decoder\.bias \[5\]\. Every first-level module has such parameters \(encoder, decoder\)/,
    ],
    [
      'LBFGS without a history',
      (yaml) => yaml.replace('Adam, optim_conf: {', 'LBFGS, optim_conf: {history_size: 0, '),
      /history_size of torch\.optim\.LBFGS is 0, but must be 1 or more/,
    ],
    ['no data', (yaml) => yaml.replace('data_cfg:', 'other:'), /data_cfg has no "train"/],
    [
      'a metric that nothing measures',
      (yaml) => yaml.replace(/ {2}valid: .*\n/, ''),
      /best_model_selection looks at the metric "accuracy" of valid, but data_cfg has no "valid"/,
    ],
    [
      'patience without a metric',
      (yaml) => yaml.replace(/best_model.*\n/, 'early_stopping_patience: 3\n'),
      /early_stopping_patience is given, but best_model_selection does not say/,
    ],
    [
      'a class that is not there',
      (yaml) => yaml.replace('vowels.Classifier', 'vowels.Klassifier'),
      /does not export Klassifier/,
    ],
    [
      'no experiment',
      () => 'optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}}}\n',
      /There is nothing to train: an experiment needs data_cfg/,
    ],
    [
      'a pretrained model that is not there',
      (yaml) => yaml.replace('model: {', 'model: {pretrained_model: runs/none, '),
      /pretrained_model "runs\/none" is not there/,
    ],
  ];
  it.each(rows)('%s, with nothing written', async (_, change, message) => {
    write('exp.yaml', change(read('vowels.yaml')));
    const before = readdirSync(at()).sort();
    const { code, err } = await train('exp.yaml');
    expect(err).toMatch(message);
    expect(err).not.toContain('fault of optim-sches');
    expect(code).toBe(1);
    expect(readdirSync(at()).sort()).toEqual(before);
  });

  it('shows the problems that check shows', async () => {
    write('exp.yaml', read('vowels.yaml').replace('lr: 0.02', 'lrr: 0.02'));
    const checked = await runCli(['check', 'exp.yaml'], at());
    const trained = await train('exp.yaml');
    expect(checked.code).toBe(1);
    expect(trained.err).toContain(checked.out.trim());
    expect(trained.err).toContain('Training was not started, and nothing was written.');
  });

  const commands: [string[], number, RegExp][] = [
    [[], 2, /Name the experiment to train, or a run to go on with by --resume\./],
    [['gone.yaml'], 2, /Cannot read "gone\.yaml": there is no such file/],
    [
      ['vowels.yaml', '--backend', 'cuda'],
      2,
      /There is no backend "cuda"\. There are: tensorflow, webgpu, wasm, cpu\./,
    ],
    [['vowels.yaml', '--max-step', '3'], 2, /Did you mean --max-steps\?/],
    [['vowels.yaml', '--max-steps', '0'], 2, /at least 1/],
    [['vowels.yaml', '--set', 'num_epochs'], 2, /--set takes key=value/],
    [['--resume', 'nowhere'], 1, /there is no run in .*nowhere/],
    [['--resume', 'a', '--run', 'b'], 2, /exclude each other/],
  ];
  it.each(commands)('train %j', async (args, code, message) => {
    const result = await train(...args);
    expect(result.err).toMatch(message);
    expect(result.code).toBe(code);
    expect(readdirSync(at()).sort()).toEqual(['vowels.ts', 'vowels.yaml']);
  });

  it('a folder in which there is something', async () => {
    mkdirSync(at('full'));
    write('full/notes.txt', 'mine');
    expect((await train('vowels.yaml', '--run', 'full')).err).toContain(
      'The folder full is not empty; nothing in it is overwritten. So name another with --run.',
    );
    expect((await train('vowels.yaml', '--run', 'run', '--max-steps', '1')).code).toBe(0);
    expect((await train('vowels.yaml', '--run', 'run')).err).toContain(
      'The folder run holds a run already; nothing in it is overwritten. Go on with it by --resume run, or name another with --run.',
    );
  });
});

describe('the run folder', () => {
  it('holds what the contract says', async () => {
    const { out, code } = await train(
      'vowels.yaml',
      '--run',
      'run',
      '--set',
      'accum_grad=2',
      '--set',
      'ngpu=4',
      '--set',
      'use_amp=False',
    );
    expect(code).toBe(0);
    expect(readdirSync(at('run')).sort()).toEqual([
      'best.json',
      'checkpoints',
      'config.yaml',
      'metrics.jsonl',
      'run.json',
      'tensorboard',
    ]);
    const run = JSON.parse(read('run/run.json')) as Record<string, unknown>;
    expect(run).toMatchObject({
      backend: bestBackend,
      seed: 0,
      config: at('vowels.yaml'),
      folder: at(),
      resumed: [],
    });
    expect(Object.keys(run.versions as object)).toEqual(['optim-sches', 'node', 'tfjs']);
    const [first, second] = read('run/metrics.jsonl')
      .split('\n')
      .map((line) => (line === '' ? {} : JSON.parse(line))) as Record<string, unknown>[];
    expect(Object.keys(first ?? {})).toEqual([
      'step',
      'realStep',
      'epoch',
      'time',
      'losses',
      'lr',
      'gradNorm',
    ]);
    expect(first).toMatchObject({
      step: 1,
      realStep: 1,
      epoch: 1,
      losses: { loss: expect.any(Number) },
      gradNorm: {},
    });
    expect(second).toMatchObject({ step: 2, realStep: 1, gradNorm: { main: expect.any(Number) } });
    const valid = read('run/metrics.jsonl')
      .split('\n')
      .filter((line) => line.includes('"valid"'));
    expect(valid.map((line) => JSON.parse(line) as unknown)).toMatchObject(
      [50, 100, 150, 200].map((step, index) => ({
        step,
        epoch: index + 1,
        valid: { accuracy: expect.any(Number) },
      })),
    );
    expect(out.match(/ngpu/g)).toHaveLength(1);
    expect(out).toContain('no effect    use_amp, ngpu (written in the file, without meaning here)');
    expect(out).toContain('200 training steps (100 real steps of 2)');
    expect(out).toContain('last model   run/checkpoints/step-200/model.safetensors');
  });

  it('keeps the resolved configuration, which trains the same', async () => {
    const yaml = read('vowels.yaml');
    write(
      'train.yaml',
      `model: {model_type: vowels.Classifier, module_conf: {width: 16}}\n${yaml.slice(yaml.indexOf('optim_sches:')).replace(/^ {2}/gm, '')}`,
    );
    write(
      'data.yaml',
      `train: {type: vowels.Voices, conf: {batches: 50}}\nvalid: {type: vowels.Voices, conf: {batches: 1}}\n`,
    );
    write(
      'linked.yaml',
      `peak: 0.02\n${yaml.slice(0, yaml.indexOf('data_cfg:'))}data_cfg: data.yaml\ntrain_cfg: train.yaml\n`,
    );
    for (const name of ['vowels', 'linked'])
      expect((await train(`${name}.yaml`, '--run', name, '--max-steps', '5')).code).toBe(0);
    write('again.yaml', read('linked/config.yaml'));
    expect(read('again.yaml')).toContain('steps: 200');
    expect((await train('again.yaml', '--run', 'again', '--max-steps', '5')).code).toBe(0);
    expect(lossesOf('again')).toEqual(lossesOf('vowels'));
    expect(lossesOf('linked')).toEqual(lossesOf('vowels'));
  });

  it('has a name of its own by default', () => {
    const now = new Date(2026, 0, 31, 23, 5, 9);
    const path = defaultRunFolder(at(), 'conf/asr base.yaml', now);
    expect(path).toBe(at('runs', 'asr base-20260131-230509'));
    mkdirSync(path, { recursive: true });
    expect(defaultRunFolder(at(), 'asr base.yaml', now)).toBe(`${path}-2`);
  });

  it('is said, and nothing but the end when it should be quiet', async () => {
    const { out } = await train('vowels.yaml', '--max-steps', '3', '--quiet');
    expect(out).toMatch(
      /^Stopped after 3 training steps, as --max-steps asked \(0:0\d\)\.\nfinal loss {3}loss [\d.]+\nlast model {3}(runs\/vowels-\d{8}-\d{6})\/checkpoints\/step-3\/model\.safetensors\ngo on with {3}optim-sches train --resume \1\n$/,
    );
  });
});
