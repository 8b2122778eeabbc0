import { afterAll, beforeAll, expect, test } from 'vitest';
import type { InlayHint } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type Editor, startEditor } from './harness.js';

let editor: Editor;
beforeAll(async () => {
  editor = await startEditor();
});
afterAll(async () => editor.stop());

/** The text with its hints in it, each as `‹words›`. */
async function hinted(text: string, lines: readonly [first: number, last: number] = [0, 1000]) {
  const uri = editor.open(text);
  const hints = await editor.request<InlayHint[]>('textDocument/inlayHint', {
    textDocument: { uri },
    range: { start: { line: lines[0], character: 0 }, end: { line: lines[1], character: 0 } },
  });
  editor.close(uri);
  const document = TextDocument.create(uri, 'yaml', 1, text);
  for (const { tooltip } of hints) expect(tooltip).toBeTruthy();
  return TextDocument.applyEdits(
    document,
    hints.map(({ position, label }) => ({
      range: { start: position, end: position },
      newText: `‹${label}›`,
    })),
  );
}

const length =
  'num_epochs: 20\ndata_cfg: {train: {type: cmudict.CmuDict, conf: {batches_per_epoch: 2500}}}\n';

const rows: readonly [what: string, expected: string][] = [
  [
    'a reference',
    'w: 100\noptim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {lr: 0.002‹peak 2.0e-3 at step 100›}, warmup_steps: !ref <w>‹= 100›}}\n',
  ],
  [
    'defaults in brackets',
    'optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {‹lr: 0.001›}‹warmup_steps: 4000›}}\n',
  ],
  [
    'defaults in lines',
    'optim_sches:\n  type: noam.NoamLr\n  conf:‹warmup_steps: 4000›\n    optim_type: Adam\n    optim_conf:‹lr: 0.001›\n      eps: 1.0e-9\n',
  ],
  [
    'peak and warm-up in epochs',
    `${length}accum_grad: 2\ntrain_cfg:\n  optim_sches:\n    type: noam.NoamLr\n    conf: {optim_type: Adam, optim_conf: {lr: 1‹peak 1 at epoch 3.2›}, warmup_steps: 4000‹until epoch 3.2›}\n`,
  ],
  [
    'a warm-up by reference, with its value and its epoch',
    `${length}w: 4000\noptim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {lr: 1‹peak 1 at epoch 1.6›}, warmup_steps: !ref <w>‹= 4000›‹until epoch 1.6›}}\n`,
  ],
  [
    'a warm-up by alias',
    `${length}w: &w 4000\noptim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {lr: 1‹peak 1 at epoch 1.6›}, warmup_steps: *w‹until epoch 1.6›}}\n`,
  ],
  [
    'a warm-up counted in epochs, with its step',
    `${length}accum_grad: 2\noptim_sches: {type: timm.CosineLRScheduler, conf: {optim_type: SGD, optim_conf: {lr: 0.1‹peak 0.0905 at epoch 4›}, t_initial: 20, warmup_t: 4‹until epoch 4, step 10,002›‹lr_min: 0, warmup_lr_init: 0›}}\n`,
  ],
  [
    'a warm-up that is a share of the training',
    `${length}optim_sches: {type: wenet.NoamHoldAnnealing, conf: {optim_type: SGD, optim_conf: {lr: 0.1‹peak 0.1 at epoch 1›}, max_steps: 12500, warmup_ratio: 0.2‹until epoch 1, step 2,502›, hold_ratio: 0.3‹min_lr: 0›}}\n`,
  ],
  [
    'a share where nobody knows how long an epoch is',
    'optim_sches: {type: wenet.NoamHoldAnnealing, conf: {optim_type: SGD, optim_conf: {lr: 0.1‹peak 0.1 at step 2,502›}, max_steps: 12500, warmup_ratio: 0.2‹until step 2,502›, hold_ratio: 0.3‹min_lr: 0›}}\n',
  ],
  [
    'a warm-up whose share is not written',
    `${length}optim_sches: {type: torch.OneCycleLR, conf: {optim_type: SGD, optim_conf: {lr: 0.1, momentum: 0.9}, max_lr: 0.1, total_steps: 50000‹warm-up until epoch 6›}}\n`,
  ],
  [
    'a warm-up in a list',
    `${length}optim_sches: {type: espnet.PiecewiseLinearWarmupLR‹warm-up until epoch 24, step 60,000›, conf: {optim_type: Adam, optim_conf: {lr: 1‹peak 1.5e-4 at epoch 20›}, warmup_steps_list: [0, 30000, 60000], warmup_lr_list: [0, 0.00005, 0.0002]}}\n`,
  ],
  [
    'a schedule without a warm-up',
    `${length}optim_sches: {type: torch.StepLR, conf: {optim_type: SGD, optim_conf: {lr: 0.1‹peak 0.1 at epoch 0.0004›}, step_size: 3, gamma: 0.1}}\n`,
  ],
  [
    'nothing about a learning rate that is passed over',
    'optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}, d_model: 512, warmup_steps: 10}}\n',
  ],
  [
    'nothing in what an alias brings',
    'b: &b {eps: 1.0e-9}\noptim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: *b, warmup_steps: 10}}\n',
  ],
  ['nothing in another file', 'a: 1\nb: !ref <a>\n'],
];
test.each(rows)('%s', async (_, expected) => {
  expect(await hinted(expected.replace(/‹[^›]*›/g, ''))).toBe(expected);
});

test('the lines that are seen, alone', async () => {
  const one = (name: string, hint: string) =>
    `  ${name}: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {${hint}}, warmup_steps: 5}}\n`;
  const names = Array.from({ length: 30 }, (_, i) => `n${i}`);
  const text = `optim_sches:\n${names.map((name) => one(name, '')).join('')}`;
  const expected = `optim_sches:\n${names.map((name, i) => one(name, i >= 10 && i < 13 ? '‹lr: 0.001›' : '')).join('')}`;
  expect(await hinted(text, [11, 14])).toBe(expected);
});

test('none where they are switched off', async () => {
  const off = await startEditor({ initializationOptions: { settings: { inlayHints: false } } });
  const uri = off.open('w: 1\noptim_sches: {type: !ref <w>}\n');
  const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
  expect(await off.request('textDocument/inlayHint', { textDocument: { uri }, range })).toEqual([]);
  await off.stop();
});
