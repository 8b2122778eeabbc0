import { configCurve, parseDocument, readConfig } from '@optim-sches/schemas';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CurveAnswer, Explanation } from '../../server/src/protocol.js';
import { type Editor, startEditor } from './harness.js';

let editor: Editor;
beforeAll(async () => {
  editor = await startEditor();
});
afterAll(async () => editor.stop());

const run = <R>(command: string, argument: unknown) =>
  editor.request<R>('workspace/executeCommand', { command, arguments: [argument] });

const text = `num_epochs: 2
warm: 40
train_cfg:
  optim_sches:
    main:
      type: noam.NoamLr
      conf: {optim_type: Adam, optim_conf: {lr: 0.002}, warmup_steps: !ref <warm>}
    wide:
      type: noam.NoamLr
      conf: {optim_type: Adam, optim_conf: {}, d_model: 512}
    cycle:
      type: torch.OneCycleLR
      conf: {optim_type: SGD, optim_conf: {momentum: 0.9}, max_lr: 0.1, total_steps: 400}
    own: {type: mine.Mine, conf: {optim_type: SGD, optim_conf: {}, speed: 3}}
`;

test('the numbers of a curve are those of the preview, with the places that set them', async () => {
  const uri = editor.open(text);
  const answer = await run<CurveAnswer>('optimSches.curve', {
    uri,
    version: 1,
    steps: 200,
    stepsPerEpoch: 100,
    sample: 20,
  });
  const curve = configCurve(readConfig(parseDocument(text)), { steps: 200, stepsPerEpoch: 100, sample: 20 });
  expect(answer).toMatchObject({ version: 1, steps: 200, stepsPerEpoch: 100, left: ['own'] });
  expect(Object.keys(answer.optimizers)).toEqual(['main', 'wide', 'cycle']);
  const sets: Record<string, unknown> = {};
  for (const { name, steps, lr, facts } of curve.optimizers) {
    const own = answer.optimizers[name];
    expect(own?.steps).toEqual([...steps]);
    expect(own?.lr).toEqual([...lr]);
    expect(own?.facts).toEqual(facts);
    sets[name] = own?.sets;
  }
  const at = (line: number, from: number, to: number) => ({
    start: { line, character: from },
    end: { line, character: to },
  });
  expect(sets).toEqual({
    main: {
      peak: [{ key: 'conf.optim_conf.lr', value: '0.002', range: at(6, 48, 53) }],
      // The value of a reference is changed where it was written.
      warmup: [{ key: 'conf.warmup_steps', value: '40', range: at(1, 6, 8) }],
    },
    wide: {
      peak: [{ key: 'conf.d_model', value: '512', range: at(9, 56, 59) }, { key: 'conf.warmup_steps' }],
      warmup: [{ key: 'conf.warmup_steps' }],
    },
    cycle: {
      peak: expect.arrayContaining([{ key: 'conf.max_lr', value: '0.1', range: at(12, 67, 70) }]),
      warmup: expect.arrayContaining([{ key: 'conf.total_steps', value: '400', range: at(12, 85, 88) }]),
    },
  });
});

test('one optimizer alone', async () => {
  const uri = editor.open(text);
  const one = await run<CurveAnswer>('optimSches.curve', { uri, optimizer: 'wide', steps: 9 });
  expect(Object.keys(one.optimizers)).toEqual(['wide']);
  expect(
    Object.keys((await run<CurveAnswer>('optimSches.curve', { uri, optimizer: 'x' })).optimizers),
  ).toEqual([]);
});

test('what is assumed of a metric is said', async () => {
  const uri = editor.open(
    'optim_sches: {type: torch.ReduceLROnPlateau, conf: {optim_type: SGD, optim_conf: {}}}\n',
  );
  const { optimizers, notes } = await run<CurveAnswer>('optimSches.curve', {
    uri,
    steps: 100,
    stepsPerEpoch: 10,
  });
  expect(optimizers.main).toMatchObject({ assumed: { improves: 5, validations: 10 } });
  expect(notes.join(' ')).toContain('improves for 5 validations, then flat');
});

test('infinity and NaN are texts', async () => {
  const uri = editor.open(
    'ft_factor: .inf\noptim_sches: {type: noam.NoamLr, conf: {optim_type: SGD, optim_conf: {lr: 1}}}\n',
  );
  const { optimizers } = await run<CurveAnswer>('optimSches.curve', { uri, steps: 2 });
  expect(optimizers.main?.lr).toEqual(['Infinity', 'Infinity']);
});

describe('what cannot be answered', () => {
  const refused: readonly [what: string, question: (uri: string) => unknown, reason: RegExp][] = [
    ['an old version', (uri) => ({ uri, version: 0 }), /Version 0 .* has version 1 now/],
    ['another file', () => ({ uri: 'file:///no.yaml' }), /not open/],
    ['no file', () => ({}), /no uri/],
    ['nothing', () => undefined, /must be an object/],
    ['no steps', (uri) => ({ uri, steps: 0 }), /steps is 0, but must be a whole number of at least 1/],
    ['a text', (uri) => ({ uri, sample: 'x' }), /sample is "x"/],
  ];
  test.each(refused)('%s', async (_, question, reason) => {
    const uri = editor.open(text);
    await expect(run('optimSches.curve', question(uri))).rejects.toThrow(reason);
  });
  test('an unknown command', async () => {
    await expect(run('optimSches.fly', {})).rejects.toThrow(/no command "optimSches.fly"/);
  });
});

test('the configuration in force has every key, with where it comes from', async () => {
  const uri = editor.open(text);
  const answer = await run<Explanation & { markdown: string }>('optimSches.explain', { uri });
  const config = readConfig(parseDocument(text));
  const byName = new Map(
    answer.optimSchedulers.map(({ name, keys }) => [name, new Map(keys.map((each) => [each.key, each]))]),
  );
  for (const one of config.optimSchedulers) {
    const keys = byName.get(one.name);
    for (const key of Object.keys(one.optimizer?.options.shape ?? {}))
      expect(keys?.has(`optim_conf.${key}`)).toBe(true);
    for (const key of Object.keys(one.scheduler?.conf.shape ?? {})) expect(keys?.has(key)).toBe(true);
    for (const [key, value] of Object.entries(one.schedulerConf ?? {}))
      expect([key, keys?.get(key)?.value]).toEqual([key, value ?? null]);
  }
  expect(byName.get('main')?.get('warmup_steps')).toMatchObject({
    value: 40,
    isDefault: false,
    unit: 'real steps',
    origin: { from: 'ref', words: '!ref <warm>', range: { start: { line: 1, character: 6 } } },
  });
  expect(byName.get('main')?.get('optim_conf.eps')).toMatchObject({
    value: 1e-8,
    isDefault: true,
    origin: { from: 'default', words: 'default of torch.optim.Adam' },
  });
  expect(byName.get('wide')?.get('optim_conf.lr')?.noEffect).toContain('d_model');
  expect(byName.get('own')?.get('speed')).toMatchObject({ value: 3, origin: { from: 'file' } });
  expect(answer.experiment).toEqual({
    accum_grad: 1,
    ft_factor: 1,
    num_epochs: 2,
    grad_clip: 5,
    grad_norm_type: 2,
  });
  expect(answer.markdown).toContain('| `warmup_steps` | `40` | real steps | `!ref <warm>` line 2 |');
  expect(answer.markdown).toContain('| `optim_conf.eps` | `1.0e-8` |');
});

test('what is missing, twice named or brought by << is told', async () => {
  const uri = editor.open(
    'base: &b {lr: 0.5}\noptim_sches: {type: noam.NoamLr, conf: {optim_conf: {<<: *b, eps: 1.0e-6}, optim_loss: x}}\n',
  );
  const { optimSchedulers } = await run<Explanation>('optimSches.explain', { uri });
  const keys = new Map(optimSchedulers[0]?.keys.map((each) => [each.key, each]));
  expect(keys.get('optim_type')?.origin.from).toBe('missing');
  expect(keys.get('optim_conf.lr')?.origin).toMatchObject({ from: 'merge', range: { start: { line: 0 } } });
  expect(keys.get('optim_loss')?.value).toBe('x');
  expect(keys.has('optim_losses')).toBe(false);
});

describe('more of a curve', () => {
  test('a part of it is as sharp as the whole, with the facts of the whole', async () => {
    const uri = editor.open(text);
    const whole = await run<CurveAnswer>('optimSches.curve', { uri, steps: 4000, sample: 30 });
    const part = await run<CurveAnswer>('optimSches.curve', {
      uri,
      steps: 4000,
      sample: 30,
      from: 20,
      to: 90,
    });
    expect(part.steps).toBe(4000);
    for (const [name, { steps, facts }] of Object.entries(part.optimizers)) {
      expect([name, steps[0], steps.at(-1), steps.length]).toEqual([name, 20, 90, 30]);
      expect(facts).toEqual(whole.optimizers[name]?.facts);
    }
    expect(part.optimizers.main?.steps).toContain(40);
  });
  test('what a client says next to it', async () => {
    const experiment = `ft_factor: 0.5
accum_grad: 2
data_cfg:
  train: {type: cmudict.CmuDict, conf: {batch_size: 64}}
${text}`;
    const uri = editor.open(experiment);
    expect(await run<CurveAnswer>('optimSches.curve', { uri })).toMatchObject({
      accumGrad: 2,
      ftFactor: 0.5,
      numEpochs: 2,
      examplesPerStep: 64,
      unknown: 'steps per epoch',
      experimentUri: uri,
      optimizers: {
        wide: { range: { start: { line: 11, character: 4 }, end: { line: 13, character: 60 } } },
      },
    });
  });
  const set = (conf: string) => `{type: cmudict.CmuDict, conf: ${conf}}`;
  test.each([
    ['its default', `train: ${set('{}')}`, 128],
    ['several', `train: {a: ${set('{batch_size: 8}')}, b: ${set('{batch_size: 16}')}}`, 24],
    ['one of one’s own', `train: {a: ${set('{}')}, b: {type: mine.Data, conf: {batch_size: 8}}}`, undefined],
    ['a wrong one', `train: ${set('{batch_size: 0}')}`, undefined],
    ['none', 'valid: {}', undefined],
  ])('the size of a batch: %s', async (_, data, size) => {
    const uri = editor.open(`data_cfg: {${data}}\n${text}`);
    expect((await run<CurveAnswer>('optimSches.curve', { uri })).examplesPerStep).toBe(size);
  });
  test('of a text that the file does not have, open or not', async () => {
    const uri = editor.open(text);
    const other = text.replace('0.002', '0.5');
    const drawn = { steps: 100, sample: 10 };
    const answer = await run<CurveAnswer>('optimSches.curve', { uri, text: other, version: 0, ...drawn });
    expect(answer.optimizers.main?.facts.peak.lr).toBeCloseTo(0.5);
    const now = await run<CurveAnswer>('optimSches.curve', { uri, ...drawn });
    expect(now.optimizers.main?.facts.peak.lr).toBeCloseTo(0.002);
    const closed = { uri: 'file:///project/closed.yaml', text: other, ...drawn };
    expect(await run<CurveAnswer>('optimSches.curve', closed)).toEqual({
      ...answer,
      version: 0,
      experimentUri: closed.uri,
    });
  });
  test('the experiment around a text is that of its file', async () => {
    const uri = editor.open(text.slice(text.indexOf('train_cfg')), 'file:///project/around/part.yaml');
    const experimentUri = editor.open(
      'ft_factor: 0.1\ntrain_cfg: part.yaml\ndata_cfg: {train: {type: cmudict.CmuDict, conf: {}}}\n',
      'file:///project/around/exp.yaml',
    );
    const part =
      'optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {lr: 1}, warmup_steps: 5}}\n';
    const answer = await run<CurveAnswer>('optimSches.curve', { uri, text: part, steps: 10 });
    expect(answer).toMatchObject({ ftFactor: 0.1, experimentUri, examplesPerStep: 128 });
    expect(answer.optimizers.main?.facts.peak.lr).toBeCloseTo(0.1);
  });
});
