import { copyFileSync, existsSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { readRun } from '../../extension/src/runs/read-run.js';
import { quick, script, temporaryFolder, until } from './a-run.js';
import { editor, Uri, vscodeStub } from './vscode-stub.js';

vi.mock('vscode', () => vscodeStub);
const { registerTraining } = await import('../../extension/src/train/index.js');
type Registered = Parameters<typeof registerTraining>;

const subscriptions: { dispose(): void }[] = [];
const shown: { uri: Uri; runs?: readonly Uri[] }[] = [];
const experiments = new Map<string, Uri>();
const extensionPath = temporaryFolder();
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const training = registerTraining(
  { subscriptions, extensionPath } as unknown as Registered[0],
  {
    log,
    showPreview: async (what: (typeof shown)[number]) => {
      shown.push(what);
    },
    experimentOf: async (uri: Uri) => experiments.get(uri.toString()),
  } as unknown as Registered[1],
);
afterAll(() => {
  for (const each of subscriptions) each.dispose();
});

const at = (...names: string[]) => join(editor.folder, ...names);
const command = async (name: string, ...args: unknown[]) =>
  editor.commands.get(`optimSches.${name}`)?.(...args);
const lastTask = () => {
  const task = editor.started.at(-1);
  if (task === undefined) throw new Error('No task was started.');
  return task;
};
const folderOf = (uri: unknown) => (uri as Uri).fsPath;

beforeEach(() => {
  Object.assign(editor, {
    isTrusted: true,
    folder: temporaryFolder(),
    settings: { 'train.runtime': script },
    started: [],
    messages: [],
    press: undefined,
    executed: [],
  });
  shown.length = 0;
  experiments.clear();
  copyFileSync(quick, at('quick.yaml'));
  const config = Uri.file(at('quick.yaml'));
  experiments.set(config.toString(), config);
});

describe('training from the editor', () => {
  it('is a task that is seen, stopped, gone on with and told of', async () => {
    const ended: string[] = [];
    const points: number[] = [];
    const listening = [
      training.onDidEnd(({ run }) => ended.push(run.fsPath)),
      training.onPoints(({ steps }) => points.push(steps.length)),
    ];
    const config = Uri.file(at('quick.yaml'));
    const run = await command('train', { uri: config.toString() });
    const folder = folderOf(run);
    expect(relative(editor.folder, folder)).toMatch(/^runs\/quick-\d{8}-\d{6}$/);
    expect(shown).toEqual([{ uri: config, runs: [run] }]);
    const first = lastTask();
    expect(first.task).toMatchObject({
      source: 'optim-sches',
      problemMatchers: '$optim-sches',
      definition: { type: 'optim-sches', config: 'quick.yaml', run: relative(editor.folder, folder) },
    });
    await until(() => editor.context['optimSches.training'] === true);
    expect(training.activeRuns(config as never)).toEqual([run]);
    await until(() => /step \d+ \/ 1,000 · loss [\d.]+/.test(editor.statusBar.text));
    expect(stripVTControlCharacters(first.text)).toMatch(
      /^optim-sches \d+\.\d+\.\d+ by the setting .*, Node \d+\.\d+\.\d+\r\n\$ optim-sches train quick\.yaml --run runs\/quick-/,
    );
    // No line feed without its carriage return.
    expect(first.text).not.toMatch(/(?<!\r)\n/);
    expect((await training.pointsOf(run as never))?.state).toBe('running');

    await command('stop');
    await until(() => first.code !== undefined);
    // What the user wanted is no failure.
    expect(first.code).toBe(0);
    await until(() => editor.messages.length > 0);
    expect(editor.messages[0]).toMatchObject({
      text: expect.stringMatching(/^The training of quick was stopped after step \d+ and is saved\.$/),
      buttons: ['Resume'],
    });
    expect(editor.context['optimSches.training']).toBe(false);
    await until(() => editor.statusBar.text.startsWith('$(debug-pause) quick · step '));
    const stopped = await training.pointsOf(run as never);
    expect(stopped).toMatchObject({ id: String(run), state: 'ended' });
    expect(stopped?.steps.at(-1)).toBe((await readRun(folder))?.file.ended?.step);
    expect(points.at(-1)).toBe(stopped?.steps.length);

    await command('resume', run);
    const second = lastTask();
    expect(second.task.definition).toEqual({ type: 'optim-sches', resume: relative(editor.folder, folder) });
    await until(() => second.text.includes('resumed      after training step'));
    await command('resume', run);
    expect(editor.messages.at(-1)?.text).toBe('quick is being trained already.');
    await until(async () => ((await readRun(folder))?.last?.step ?? 0) > (stopped?.steps.length ?? 0));
    // The terminal is closed: in order, too.
    second.pty.close();
    second.pty.close();
    await until(() => second.code !== undefined);
    expect(await readRun(folder)).toMatchObject({
      state: 'stopped',
      file: { ended: { outcome: 'interrupted' } },
    });
    expect(ended).toEqual([folder, folder]);
    for (const each of listening) each.dispose();
  }, 120_000);

  it('ends at once only when that is asked for', async () => {
    const run = await command('train', Uri.file(at('quick.yaml')));
    const task = lastTask();
    await until(() => existsSync(join(folderOf(run), 'metrics.jsonl')));
    // As if it did not listen: both before it can save itself.
    editor.press = 'End Now';
    await Promise.all([command('stop', run), command('stop', run)]);
    await until(() => task.code !== undefined);
    const texts = editor.messages.map(({ text }) => text);
    expect(texts[0]).toMatch(/^quick is already stopping/);
    await until(() => editor.messages.length > 1);
  }, 60_000);

  it('is refused with its problems', async () => {
    const { readFileSync } = await import('node:fs');
    writeFileSync(at('quick.yaml'), readFileSync(quick, 'utf8').replace('lr: 0.0044', 'lrr: 0.0044'));
    await command('train', Uri.file(at('quick.yaml')));
    const task = lastTask();
    await until(() => task.code !== undefined && editor.messages.length > 0);
    expect(task.code).toBe(1);
    expect(task.text).toContain('optim/unknown-key');
    expect(editor.messages[0]).toMatchObject({
      text: expect.stringMatching(/^quick has errors, so its training was not started/),
      buttons: ['Open Problems', 'Open Terminal'],
    });
    expect(existsSync(at('runs'))).toBe(false);
  }, 30_000);

  it('says where there is no runtime', async () => {
    editor.settings = { 'train.runtime': 'gone.js' };
    await command('train', Uri.file(at('quick.yaml')));
    await until(() => lastTask().code !== undefined && editor.messages.length > 0);
    expect(editor.messages[0]?.text).toContain(`names ${at('gone.js')}, where there is no optim-sches`);
    editor.settings = {};
    editor.messages = [];
    await command('train', Uri.file(at('quick.yaml')));
    await until(() => lastTask().code !== undefined && editor.messages.length > 0);
    expect(editor.messages[0]).toMatchObject({
      text: expect.stringContaining('The runtime of the extension is missing'),
      buttons: ['Open Settings', 'Open Terminal'],
    });
    expect(lastTask().text).toContain('npm install optim-sches');
  });

  it('does not begin in an untrusted workspace, in a virtual one, or of nothing', async () => {
    editor.isTrusted = false;
    await command('train', Uri.file(at('quick.yaml')));
    expect(editor.messages.at(-1)).toMatchObject({
      text: expect.stringMatching(/^This workspace is not trusted/),
      buttons: ['Manage Workspace Trust'],
    });
    editor.isTrusted = true;
    await command('train', Uri.parse('vscode-vfs://github/a/quick.yaml'));
    expect(editor.messages.at(-1)?.text).toContain('not on a disk that programs can read (vscode-vfs)');
    await command('train', Uri.parse('untitled:Untitled-1'));
    expect(editor.messages.at(-1)?.text).toContain('Save it first');
    await command('train', Uri.file(at('other.yaml')));
    expect(editor.messages.at(-1)?.text).toMatch(/^other\.yaml is no experiment/);
    await command('resume', Uri.file(at('nowhere')));
    expect(editor.messages.at(-1)?.text).toMatch(/^There is no run in /);
    await command('stop', Uri.file(at('nowhere')));
    expect(editor.messages.at(-1)?.text).toBe('nowhere is not being trained.');
    expect(editor.started).toEqual([]);
  });
});
