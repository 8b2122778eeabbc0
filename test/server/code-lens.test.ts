import { afterEach, expect, test } from 'vitest';
import type { CodeLens } from 'vscode-languageserver';
import { type Editor, startEditor } from './harness.js';

let editor: Editor | undefined;
afterEach(async () => {
  await editor?.stop();
  editor = undefined;
});

const noam = 'type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {lr: 0.002}, warmup_steps: 16000}';
const commands = ['optimSches.preview', 'optimSches.train'];

async function lensesOf(text: string, initializationOptions: unknown, files: Record<string, string> = {}) {
  editor = await startEditor({ initializationOptions, files });
  const uri = editor.open(text);
  const found = await editor.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });
  const resolved: CodeLens[] = [];
  for (const lens of found)
    resolved.push(lens.command ? lens : await editor.request<CodeLens>('codeLens/resolve', lens));
  return {
    uri,
    unresolved: found.filter(({ command }) => !command).length,
    lines: resolved.map(
      ({ range, command }) => `${range.start.line} ${command?.title} -> ${command?.command}`,
    ),
    resolved,
  };
}

const experiment = (block: string) =>
  `num_epochs: 20\ndata_cfg: {train: {type: cmudict.CmuDict, conf: {batches_per_epoch: 2500}}}\ntrain_cfg:\n  optim_sches: ${block}\n`;

const rows: readonly [what: string, text: string, options: unknown, lines: readonly string[]][] = [
  [
    'a bare block in an experiment',
    experiment(`{${noam}}`),
    { commands },
    [
      '3 Preview · peak 2.0e-3 at step 16,000 (epoch 6.4) -> optimSches.preview',
      '3 Train -> optimSches.train',
    ],
  ],
  [
    'a client that has no commands',
    experiment(`{${noam}}`),
    {},
    ['3 Peak 2.0e-3 at step 16,000 (epoch 6.4) -> '],
  ],
  [
    'several, in a file that no run can be started with',
    `optim_sches:\n  a: {${noam}}\n  b: {type: noam.NoamLr, conf: {optim_type: Adm}}\n`,
    { commands },
    [
      '0 Preview · 2 optimizers -> optimSches.preview',
      '1 Preview · peak 2.0e-3 at step 16,000 -> optimSches.preview',
      '2 Preview · no curve -> optimSches.preview',
    ],
  ],
  [
    'one with a name',
    `optim_sches:\n  a: {${noam}}\n`,
    { commands },
    ['1 Preview · peak 2.0e-3 at step 16,000 -> optimSches.preview'],
  ],
  ['another file', 'services: {web: {image: x}}\n', { commands }, []],
  ['switched off', experiment(`{${noam}}`), { commands, settings: { codeLens: false } }, []],
];

test.each(rows)('%s', async (_, text, options, lines) => {
  expect((await lensesOf(text, options)).lines).toEqual(lines);
});

test('what takes time is worked out when it is seen, and is about its OptimScheduler', async () => {
  const { uri, unresolved, resolved } = await lensesOf(`optim_sches:\n  a: {${noam}}\n  b: {${noam}}\n`, {
    commands,
  });
  expect(unresolved).toBe(3);
  expect(resolved.map(({ command }) => command?.arguments)).toEqual([
    [{ uri }],
    [{ uri, optimizer: 'a' }],
    [{ uri, optimizer: 'b' }],
  ]);
});

test('the block that train_cfg names', async () => {
  const { lines } = await lensesOf(
    'num_epochs: 2\ntrain_cfg: t.yaml\n',
    { commands },
    { 'file:///project/t.yaml': `optim_sches: {${noam}}\n` },
  );
  expect(lines).toEqual([
    '1 Preview · peak 2.0e-3 at step 16,000 -> optimSches.preview',
    '1 Train -> optimSches.train',
  ]);
});

test('lenses are asked for again when settings change', async () => {
  editor = await startEditor({ capabilities: { workspace: { codeLens: { refreshSupport: true } } } });
  let count = 0;
  editor.connection.onRequest('workspace/codeLens/refresh', () => {
    count++;
    return null;
  });
  await editor.connection.sendNotification('workspace/didChangeConfiguration', {
    settings: { optimSches: { stepsPerEpoch: 10 } },
  });
  await expect.poll(() => count, { timeout: 5000 }).toBe(1);
});
