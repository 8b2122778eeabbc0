import { afterEach, describe, expect, test } from 'vitest';
import { type Editor, fullCapabilities, startEditor } from './harness.js';

const noam = (conf: string) =>
  `optim_sches:\n  type: noam.NoamLr\n  conf:\n    optim_type: Adam\n    optim_conf:\n      lr: 0.002\n    ${conf}\n`;
const pulling = { ...fullCapabilities, textDocument: { ...fullCapabilities.textDocument, diagnostic: {} } };

let editor: Editor | undefined;
afterEach(async () => {
  await editor?.stop();
  editor = undefined;
});

describe.each([
  ['pushed', fullCapabilities],
  ['pulled', pulling],
])('problems %s', (_, capabilities) => {
  test('come with code, place and severity, and go when they are mended', async () => {
    editor = await startEditor({ capabilities, initializationOptions: { settings: { holdNewProblems: 0 } } });
    const uri = editor.open(noam('warmup_step: 4000'));
    const [problem, ...others] = await editor.diagnostics(uri);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({
      code: 'optim/unknown-key',
      severity: 1,
      source: 'optim-sches',
      range: { start: { line: 6, character: 4 }, end: { line: 6, character: 15 } },
    });
    editor.change(uri, 's', { start: { line: 6, character: 15 }, end: { line: 6, character: 15 } });
    expect(await editor.diagnostics(uri)).toEqual([]);
  });

  test('a file that is none of ours has none', async () => {
    editor = await startEditor({ capabilities });
    const uri = editor.open('services:\n  web: {image: "x"\nseed: a\nnum_epochs: b\n');
    expect(await editor.diagnostics(uri)).toEqual([]);
  });

  test('a new one on the line being typed waits; elsewhere, and later, it is shown', async () => {
    editor = await startEditor({
      capabilities,
      initializationOptions: { settings: { holdNewProblems: 60 } },
    });
    const uri = editor.open(noam('warmup_steps: 4000'));
    expect(await editor.diagnostics(uri)).toEqual([]);
    const end = { line: 6, character: 22 };
    editor.change(uri, 'x', { start: end, end });
    expect(await editor.diagnostics(uri)).toEqual([]);
    // An edit of another line lets it go.
    editor.change(uri, '# first\n', { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } });
    expect(await editor.diagnostics(uri)).toHaveLength(1);
  });

  test('a new one is shown when typing pauses', async () => {
    editor = await startEditor({ capabilities, initializationOptions: { settings: { holdNewProblems: 5 } } });
    const uri = editor.open(noam('warmup_steps: 4000'));
    editor.change(uri, 'x', { start: { line: 6, character: 22 }, end: { line: 6, character: 22 } });
    await expect.poll(async () => (await editor?.diagnostics(uri))?.length, { timeout: 5000 }).toBe(1);
  });
});

test('a pulled answer that is as before says so', async () => {
  editor = await startEditor({ capabilities: pulling });
  const uri = editor.open(noam('warmup_step: 1'));
  const ask = (previousResultId?: string) =>
    editor?.request<{ kind: string; resultId: string }>('textDocument/diagnostic', {
      textDocument: { uri },
      previousResultId,
    });
  const first = await ask();
  expect(first?.kind).toBe('full');
  expect(await ask(first?.resultId)).toEqual({ kind: 'unchanged', resultId: first?.resultId });
  editor.change(uri, noam('warmup_steps: 1'));
  expect((await ask(first?.resultId))?.kind).toBe('full');
});

test('an experiment reaches the train_cfg that it names, and the other way round', async () => {
  editor = await startEditor({ initializationOptions: { settings: { holdNewProblems: 0 } } });
  const train = editor.open(noam('warmup_steps: 4000'), 'file:///project/cfg/train.yaml');
  expect(await editor.diagnostics(train)).toEqual([]);
  // 10 epochs of 100 steps: the warm-up never ends.
  const experiment = (epochs: number) =>
    `num_epochs: ${epochs}\ntrain_cfg: cfg/train.yaml\ndata_cfg: {train: {type: cmudict.CmuDict, conf: {batches_per_epoch: 100}}}\n`;
  const uri = editor.open(experiment(10), 'file:///project/exp.yaml');
  await editor.diagnostics(uri);
  const codes = async () => (await editor?.diagnostics(train))?.map(({ code }) => code);
  expect(await codes()).toContain('optim/warmup-beyond-training');
  editor.change(uri, experiment(1000));
  expect(await codes()).toEqual([]);
});

test.each([
  ['d_model is set here', 6, noam('d_model: 512')],
  ['num_epochs is set here', 0, `num_epochs: 1\n${noam('warmup_steps: 4000')}`],
  ['w is set here', 0, `w: text\n${noam('warmup_steps: !ref <w>')}`],
  [
    '"a" is here',
    2,
    'model: {model_type: g2p.Transformer}\noptim_sches:\n  a: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}}}\n  b: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}}}\n',
  ],
])('what a problem depends on is told with its place: %s', async (message, line, text) => {
  editor = await startEditor({ initializationOptions: { settings: { stepsPerEpoch: 100 } } });
  const [problem, ...others] = await editor.diagnostics(editor.open(text));
  expect(others).toEqual([]);
  expect(problem?.relatedInformation).toMatchObject([{ message, location: { range: { start: { line } } } }]);
});
