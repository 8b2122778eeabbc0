import { setTimeout } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { type CurveAnswer, notifications } from '../../server/src/protocol.js';
import { type Editor, startEditor } from './harness.js';

const folder = 'vscode-vfs://github/owner/repo/';
const experiment = 'num_epochs: 2\ndata_cfg: {}\ntrain_cfg: conf/train.yaml\n';
const trainCfg = (lr: number) =>
  `optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {lr: ${lr}}, warmup_steps: 10}}\n`;

let editor: Editor;
afterEach(async () => editor.stop());

/** An editor with files that the server cannot reach, and what was asked of it. */
async function start(options: { readonly files: boolean }) {
  editor = await startEditor({
    initializationOptions: { ...options, settings: { holdNewProblems: 0 } },
    reaches: (uri) => uri.startsWith('file:'),
  });
  const wanted: string[] = [];
  for (const method of [notifications.wantFile, notifications.wantFolder])
    editor.connection.onNotification(method, ({ uri }: { uri: string }) => void wanted.push(uri));
  return wanted;
}

const tell = (uri: string, text: string | null) =>
  editor.connection.sendNotification(notifications.file, { uri, text });
const codes = async (uri: string) => (await editor.diagnostics(uri)).map(({ code }) => code);
const peakOf = async (uri: string) => {
  const { optimizers } = await editor.request<CurveAnswer>('workspace/executeCommand', {
    command: 'optimSches.curve',
    arguments: [{ uri, steps: 100 }],
  });
  return optimizers.main?.facts.peak.lr;
};
/** Answers are taken together: a moment later they are in force. */
const moment = () => setTimeout(60);

test('a train_cfg is asked for once, and not missing until the client says so', async () => {
  const wanted = await start({ files: true });
  const uri = editor.open(experiment, `${folder}exp.yaml`);
  expect(await codes(uri)).not.toContain('optim/missing-train-cfg');
  await codes(uri);
  expect(wanted).toContain(`${folder}conf/train.yaml`);
  expect(new Set(wanted).size).toBe(wanted.length);
  for (const each of wanted) await tell(each, null);
  await moment();
  expect(await codes(uri)).toContain('optim/missing-train-cfg');
});

test('what the client tells is read, and asked for again when it has changed', async () => {
  const wanted = await start({ files: true });
  const uri = editor.open(experiment, `${folder}exp.yaml`);
  const linked = `${folder}conf/train.yaml`;
  await codes(uri);
  for (const each of [...wanted]) await tell(each, each === linked ? trainCfg(0.5) : null);
  await moment();
  expect(await peakOf(uri)).toBeCloseTo(0.5);
  const before = wanted.length;
  // In the client's own spelling of the address.
  await editor.connection.sendNotification('workspace/didChangeWatchedFiles', {
    changes: [{ uri: linked.replace('conf/', '%63onf/'), type: 2 }],
  });
  // Until the new text is there, the old one is in force.
  expect(await peakOf(uri)).toBeCloseTo(0.5);
  expect(wanted.slice(before)).toEqual([linked]);
  await tell(linked, trainCfg(0.25));
  await moment();
  expect(await peakOf(uri)).toBeCloseTo(0.25);
});

test('a class of one’s own is not unknown before its file is', async () => {
  const wanted = await start({ files: true });
  const text = 'optim_sches: {type: mine.Mine, conf: {optim_type: SGD, optim_conf: {}}}\n';
  const uri = editor.open(text, `${folder}own.yaml`);
  expect(await codes(uri)).not.toContain('optim/unknown-type');
  expect(wanted).toContain(`${folder}mine.ts`);
  for (const each of [...wanted]) await tell(each, null);
  await moment();
  expect(await codes(uri)).toContain('optim/unknown-type');
  await tell(`${folder}mine.ts`, 'export class Mine {}');
  await moment();
  expect(await codes(uri)).not.toContain('optim/unknown-type');
});

test('folders are listed by the client', async () => {
  const wanted = await start({ files: true });
  const uri = editor.open('train_cfg: \n', `${folder}exp.yaml`);
  const complete = async () => {
    const position = { line: 0, character: 11 };
    const answer = await editor.request<{ items: { label: string }[] } | { label: string }[]>(
      'textDocument/completion',
      { textDocument: { uri }, position },
    );
    return (Array.isArray(answer) ? answer : answer.items).map(({ label }) => label);
  };
  await complete();
  expect(wanted).toContain(folder);
  await editor.connection.sendNotification(notifications.folder, { uri: folder, names: ['train.yaml'] });
  await moment();
  expect(await complete()).toContain('train.yaml');
});

test('a client that reads no files is not asked, and nothing is said of them', async () => {
  const wanted = await start({ files: false });
  const uri = editor.open(experiment, `${folder}exp.yaml`);
  expect(await codes(uri)).not.toContain('optim/missing-train-cfg');
  expect(wanted).toEqual([]);
});

test('files that the server has are not asked for', async () => {
  const wanted = await start({ files: true });
  const uri = editor.open(experiment);
  expect(await codes(uri)).toContain('optim/missing-train-cfg');
  expect(wanted).toEqual([]);
});
