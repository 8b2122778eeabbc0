import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Document, parseDocument, toLoaderJson } from '@optim-sches/schemas';
import { beforeEach, describe, expect, it } from 'vitest';
import { configYaml } from '../../runtime/src/training/config-yaml.js';
import { defaultRunFolder } from '../../runtime/src/training/run-folder.js';
import { setValues } from '../../runtime/src/training/set-values.js';

import { filesOf } from './page-files.js';
import { runCli } from './run-cli.js';

/** The example of docs/own-model.md, which trains in a second. */
let folder = '';
beforeEach(() => {
  folder = filesOf('own-model.md');
});

const read = (name: string) => readFileSync(join(folder, name), 'utf8');
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
const train = (...args: string[]) => runCli(['train', ...args], folder);
const lossesOf = (run: string) =>
  read(`${run}/metrics.jsonl`)
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { losses?: unknown }).losses);
const model = (run: string, step: number) =>
  readFileSync(join(folder, run, `checkpoints/step-${step}/model.safetensors`)).toString('hex');

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
      'an optimizer that is not there yet',
      (yaml) => yaml.replace('Adam', 'Adagrad'),
      /torch\.optim\.Adagrad is not there yet in this runtime/,
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
    const before = readdirSync(folder).sort();
    const { code, err } = await train('exp.yaml');
    expect(err).toMatch(message);
    expect(err).not.toContain('fault of optim-sches');
    expect(code).toBe(1);
    expect(readdirSync(folder).sort()).toEqual(before);
  });

  it('shows the problems that check shows', async () => {
    write('exp.yaml', read('vowels.yaml').replace('lr: 0.02', 'lrr: 0.02'));
    const checked = await runCli(['check', 'exp.yaml'], folder);
    const trained = await train('exp.yaml');
    expect(checked.code).toBe(1);
    expect(trained.err).toContain(checked.out.trim());
    expect(trained.err).toContain('Training was not started, and nothing was written.');
  });

  const commands: [string[], number, RegExp][] = [
    [[], 2, /Name the experiment to train, or a run to go on with by --resume\./],
    [['gone.yaml'], 2, /Cannot read "gone\.yaml": there is no such file/],
    [['vowels.yaml', '--backend', 'cuda'], 2, /There is no backend "cuda"\. There are: wasm, cpu\./],
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
    expect(readdirSync(folder).sort()).toEqual(['vowels.ts', 'vowels.yaml']);
  });

  it('a folder in which there is something', async () => {
    mkdirSync(join(folder, 'full'));
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
    expect(readdirSync(join(folder, 'run')).sort()).toEqual([
      'best.json',
      'checkpoints',
      'config.yaml',
      'metrics.jsonl',
      'run.json',
      'tensorboard',
    ]);
    const run = JSON.parse(read('run/run.json')) as Record<string, unknown>;
    expect(run).toMatchObject({
      backend: 'wasm',
      seed: 0,
      config: join(folder, 'vowels.yaml'),
      folder,
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
    const path = defaultRunFolder(folder, 'conf/asr base.yaml', now);
    expect(path).toBe(join(folder, 'runs', 'asr base-20260131-230509'));
    mkdirSync(path, { recursive: true });
    expect(defaultRunFolder(folder, 'asr base.yaml', now)).toBe(`${path}-2`);
  });

  it('is said, and nothing but the end when it should be quiet', async () => {
    const { out } = await train('vowels.yaml', '--max-steps', '3', '--quiet');
    expect(out).toMatch(
      /^Stopped after 3 training steps, as --max-steps asked \(0:0\d in this session\)\.\nfinal loss {3}loss [\d.]+\nlast model {3}(runs\/vowels-\d{8}-\d{6})\/checkpoints\/step-3\/model\.safetensors\ngo on with {3}optim-sches train --resume \1\n$/,
    );
  });
});

describe('--resume', () => {
  it('takes a changed number of epochs, says so, and keeps it', async () => {
    await train('vowels.yaml', '--run', 'run', '--set', 'num_epochs=1');
    const { out, code } = await train('--resume', 'run', '--set', 'num_epochs=2');
    expect(code).toBe(0);
    expect(out).toContain('Changed since the run began: num_epochs was 1 and is 2');
    expect(out).toContain('resumed      after training step 50');
    expect(out).toContain('Finished after 100 training steps');
    expect(read('run/config.yaml')).toContain('num_epochs: 2\n');
    expect((JSON.parse(read('run/run.json')) as { resumed: unknown[] }).resumed).toMatchObject([
      { step: 50, backend: 'wasm' },
    ]);
  });

  it('with a configuration takes that one', async () => {
    await train('vowels.yaml', '--run', 'run', '--set', 'num_epochs=1');
    write(
      'longer.yaml',
      read('vowels.yaml').replace('num_epochs: 4', 'num_epochs: 2').replace('lr: 0.02', 'lr: 0.01'),
    );
    const { out } = await train('longer.yaml', '--resume', 'run');
    expect(out).toContain('train_cfg.optim_sches.conf.optim_conf.lr was 0.02 and is 0.01');
    expect(out).toContain('num_epochs was 1 and is 2');
    const lr = read('run/metrics.jsonl')
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { lr?: { main: number } }).lr?.main);
    expect(lr.at(-2)).toBeCloseTo((0.01 / 2) * (1 + Math.cos((Math.PI * 100) / 200)), 12);
  });

  it('names a broken checkpoint and takes the one before', async () => {
    await train('vowels.yaml', '--run', 'run');
    write('run/checkpoints/step-200/model.safetensors', 'no');
    const { out, code } = await train('--resume', 'run');
    expect(code).toBe(0);
    expect(out).toContain('step-200 is broken and is not used: ');
    expect(out).toContain('resumed      after training step 150');
    expect(out).toContain('Finished after 200 training steps');
  });

  it('starts anew when there is no checkpoint', async () => {
    await train('vowels.yaml', '--run', 'run', '--max-steps', '5');
    const before = lossesOf('run');
    rmSync(join(folder, 'run/checkpoints'), { recursive: true });
    const { out, code } = await train('--resume', 'run', '--max-steps', '5');
    expect([code, out.includes('The run has no checkpoint yet: it starts from the beginning.')]).toEqual([
      0,
      true,
    ]);
    expect(lossesOf('run')).toEqual(before);
  });

  it('of a finished run does nothing', async () => {
    await train('vowels.yaml', '--run', 'run', '--set', 'num_epochs=1');
    const before = model('run', 50);
    const { out, code } = await train('--resume', 'run');
    expect([code, out.includes('Finished after 50 training steps')]).toEqual([0, true]);
    expect(model('run', 50)).toBe(before);
  });
});

describe('pretrained_model', () => {
  const withModel = (value: string) =>
    read('vowels.yaml').replace(
      'module_conf: {width: 16}',
      `module_conf: {width: 16}, model_conf: {pretrained_model: ${value}}`,
    );

  beforeEach(async () => {
    await train('vowels.yaml', '--run', 'runs/vowels-20260101-000000', '--set', 'num_epochs=2');
    renameSync(join(folder, 'runs/vowels-20260101-000000'), join(folder, 'runs/first'));
    await train('vowels.yaml', '--run', 'runs/vowels-20260102-000000', '--max-steps', '3', '--set', 'seed=1');
  });

  it.each([
    ['a run folder: its best model', 'runs/first', 'runs/first/checkpoints/step-'],
    ['the newest run of a configuration', 'runs/vowels', 'runs/vowels-20260102-000000/checkpoints/step-3'],
    ['a checkpoint', 'runs/first/checkpoints/step-100', 'runs/first/checkpoints/step-100'],
    ['a file', '{path: runs/first/checkpoints/step-100/model.safetensors}', 'model.safetensors'],
  ])('%s', async (_, value, shown) => {
    write('tune.yaml', `ft_factor: 0.1\n${withModel(value)}`);
    const { out, err, code } = await train('tune.yaml', '--run', 'tuned', '--max-steps', '1');
    expect(code, err).toBe(0);
    expect(out).toMatch(/pretrained {3}4 of 4 parameters from /);
    expect(out).toContain(shown);
    const lr = JSON.parse(read('tuned/metrics.jsonl').split('\n')[0] ?? '') as {
      lr: { main: number };
      losses: { loss: number };
    };
    expect(lr.lr.main).toBeCloseTo(0.002 * 0.5 * (1 + Math.cos(Math.PI / 200)), 12);
    if (!value.includes('vowels')) expect(lr.losses.loss).toBeLessThan(0.6);
  });

  it('a part of it, under other names', async () => {
    write('tune.yaml', withModel('{path: runs/first, mapping: {encoder: encoder}}'));
    expect((await train('tune.yaml', '--run', 'part', '--max-steps', '1')).out).toContain(
      'pretrained   2 of 4 parameters',
    );
    write('tune.yaml', withModel('{path: runs/first, mapping: {head: decoder}}'));
    expect((await train('tune.yaml', '--run', 'none')).err).toContain(
      'mapping names "head", but no parameter in ',
    );
  });

  it('that does not fit is told parameter by parameter', async () => {
    write('tune.yaml', withModel('runs/first').replace('width: 16', 'width: 8'));
    const { err, code } = await train('tune.yaml', '--run', 'tuned');
    expect(code).toBe(1);
    expect(err).toContain('encoder.weight is [2, 16] in the file and [2, 8] here');
    expect(err).toContain('encoder.bias is [16] in the file and [8] here');
    expect(existsSync(join(folder, 'tuned'))).toBe(false);
  });

  it('with missing and extra parameters is told as well', async () => {
    write('tune.yaml', withModel('runs/first').replaceAll('vowels.', 'other.'));
    write('other.ts', read('vowels.ts').replace("'decoder.bias'", "'decoder.offset'"));
    const { err } = await train('tune.yaml', '--run', 'tuned');
    expect(err).toContain('decoder.offset is not in the file');
    expect(err).toContain('decoder.bias is in the file, but not in this model');
  });
});

const jsonOf = ({ root }: Document) => {
  if (root === undefined) throw new Error('an empty document');
  return toLoaderJson(root);
};

describe('--set', () => {
  const text = `# a comment
accum_grad: 1   # kept
warmup: 100
list: [1, 2]
train_cfg:
  optim_sches:
    conf: {optim_conf: {lr: 0.1}, warmup_steps: !ref <warmup>}
empty:
block:
  - 1
  - 2
last: x
`;
  const plain = (yaml: string) => JSON.stringify(jsonOf(parseDocument(yaml)));

  it.each([
    ['a value', ['accum_grad=4'], 'accum_grad: 1 ', 'accum_grad: 4 '],
    ['what a reference sees', ['warmup=7'], 'warmup: 100', 'warmup: 7'],
    ['a nested value', ['train_cfg.optim_sches.conf.optim_conf.lr=1.0e-3'], 'lr: 0.1', 'lr: 1.0e-3'],
    ['a reference itself', ['train_cfg.optim_sches.conf.warmup_steps=9'], '!ref <warmup>', '9'],
    ['a list', ['list=[3]'], '[1, 2]', '[3]'],
    ['an empty value', ['empty=5'], 'empty:', 'empty: 5'],
    ['a block', ['block={a: 1}'], 'block:\n  - 1\n  - 2', 'block: {a: 1}'],
    ['a new key', ['seed=3'], '# a comment\n', '# a comment\nseed: 3\n'],
    [
      'a new nested key',
      ['train_cfg.optim_sches.type=noam.NoamLr'],
      '    conf:',
      '    type: noam.NoamLr\n    conf:',
    ],
    [
      'a new key in a flow mapping',
      ['train_cfg.optim_sches.conf.optim_type=Adam'],
      'conf: {',
      'conf: {optim_type: Adam, ',
    ],
    ['a new mapping', ['model.conf.a=1'], '# a comment\n', '# a comment\nmodel: {conf: {a: 1}}\n'],
    ['several, one after the other', ['last=y', 'last=z'], 'last: x', 'last: z'],
  ])('%s', (_, settings, from, to) => {
    expect(text).toContain(from);
    const expected = text.replace(from, to);
    expect(plain(setValues(text, settings))).toBe(plain(expected));
    expect(setValues(text, settings)).toContain('# kept');
  });

  it.each([
    ['list.0=4', '--set cannot change a key inside list: it is no mapping.'],
    ['accum_grad.x=4', '--set cannot change a key inside accum_grad: it is no mapping.'],
    ['=4', '--set takes key=value'],
    ['a..b=4', '--set takes key=value'],
    ['a=', '--set takes key=value'],
  ])('%s is refused', (setting, message) => expect(() => setValues(text, [setting])).toThrow(message));
});

describe('the resolved configuration', () => {
  const text = `int: 3
big: 123456789012345678901234567890
float: 4000.0
small: 1e-9
huge: 1e22
inf: .inf
minus: -.inf
nan: .nan
zero: -0.0
yes: 'yes'
number: "12"
text: "a: b # c\\n\\u2028 \\x7f é 名"
empty: ''
none:
bool: True
tuple: !tuple (a,10)
list: [1, [2.5, x], {}]
map: {a b: 1, "true": 2, '1': {c: []}}
ref: !ref <float>
anchor: &a {k: 1}
merged: {<<: *a, l: 2}
`;
  it('gives the same values of the same types when it is read', () => {
    const document = parseDocument(text);
    expect(document.problems).toEqual([]);
    if (document.root?.kind !== 'map') throw new Error('no mapping');
    const again = parseDocument(configYaml(document.root));
    expect(again.problems).toEqual([]);
    // SpeeChain's loader makes lists of the tuples of a saved configuration, too.
    const before = JSON.stringify(jsonOf(document)).replace('{"tuple":["a",10]}', '["a",10]');
    expect(JSON.stringify(jsonOf(again))).toBe(before);
  });
});

const main = fileURLToPath(new URL('../../runtime/dist/cli/main.js', import.meta.url));

/** Starts a training as a process of its own; `onLines` is asked at each change how to go on with so many metrics lines. */
function start(args: readonly string[], run: string, onLines: (lines: number) => NodeJS.Signals | undefined) {
  const child = spawn(process.execPath, [main, 'train', ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  child.stdout.on('data', (data) => (out += data));
  child.stderr.on('data', (data) => (out += data));
  const metrics = join(folder, run, 'metrics.jsonl');
  const timer = setInterval(() => {
    const lines = existsSync(metrics) ? readFileSync(metrics, 'utf8').split('\n').length - 1 : 0;
    const signal = onLines(lines);
    if (signal !== undefined) child.kill(signal);
  }, 1);
  return new Promise<{ code: number | null; out: string }>((resolve) => {
    child.on('close', (code) => {
      clearInterval(timer);
      resolve({ code, out });
    });
  });
}

describe('a process', () => {
  it('that is killed at any instant goes on to the same end', async () => {
    expect(await start(['vowels.yaml', '--run', 'whole'], 'whole', () => undefined)).toMatchObject({
      code: 0,
    });
    const args = ['--checkpoint-every', '3', '--quiet'];
    let ended = 0;
    const killedAt: number[] = [];
    for (const lines of [1, 20, 53, 90, 140, 190]) {
      const first = existsSync(join(folder, 'killed'))
        ? ['--resume', 'killed']
        : ['vowels.yaml', '--run', 'killed'];
      let seen = 0;
      const { code } = await start([...first, ...args], 'killed', (now) => {
        seen = now;
        return now >= lines ? 'SIGKILL' : undefined;
      });
      if (code === 0) ended += 1;
      else killedAt.push(seen);
    }
    expect(killedAt.length).toBeGreaterThan(2);
    const last = await start(['--resume', 'killed', ...args], 'killed', () => undefined);
    expect(last, last.out).toMatchObject({ code: 0 });
    expect(model('killed', 200)).toBe(model('whole', 200));
    expect(lossesOf('killed')).toEqual(lossesOf('whole'));
    expect(read('killed/best.json')).toBe(read('whole/best.json'));
    expect(ended).toBeLessThan(4);
  }, 120_000);

  it('that is stopped by Ctrl-C saves itself, and goes on to the same end', async () => {
    await start(['vowels.yaml', '--run', 'whole'], 'whole', () => undefined);
    let sent = false;
    const stopped = await start(['vowels.yaml', '--run', 'run'], 'run', (lines) => {
      if (lines < 30 || sent) return undefined;
      sent = true;
      return 'SIGINT';
    });
    expect(stopped, stopped.out).toMatchObject({ code: 130 });
    expect(stopped.out).toContain('Stopping after this step; once more stops at once.');
    expect(stopped.out).toContain('go on with   optim-sches train --resume run');
    expect((await start(['--resume', 'run'], 'run', () => undefined)).code).toBe(0);
    expect(model('run', 200)).toBe(model('whole', 200));
  }, 120_000);
});

describe('a run folder that a process is training in', () => {
  const lock = (text: string) => write('run/run.lock', text);
  beforeEach(async () => {
    await train('vowels.yaml', '--run', 'run', '--max-steps', '2');
  });

  it('is left alone by another', async () => {
    // The parent of this process is alive and is not this one.
    lock(JSON.stringify({ pid: process.ppid, host: hostname() }));
    const before = read('run/metrics.jsonl');
    const { err, code } = await train('--resume', 'run');
    expect(code).toBe(1);
    expect(err).toContain(
      `is being trained by the process ${process.ppid} on ${hostname()}. If that is not so, remove `,
    );
    expect(read('run/metrics.jsonl')).toBe(before);
  });

  it('on another machine is left alone, too', async () => {
    lock(JSON.stringify({ pid: 1, host: 'elsewhere' }));
    expect((await train('--resume', 'run')).err).toContain('by the process 1 on elsewhere');
  });

  it.each([
    ['of a process that is gone', JSON.stringify({ pid: 2 ** 22 + 1, host: hostname() })],
    ['that is half-written', '{"pid": 1'],
  ])('is taken over from a lock %s', async (_, text) => {
    lock(text);
    expect((await train('--resume', 'run', '--max-steps', '4')).code).toBe(0);
    expect(existsSync(join(folder, 'run/run.lock'))).toBe(false);
  });
});
