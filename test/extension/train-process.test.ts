import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readRun } from '../../extension/src/runs/read-run.js';
import { endingOf } from '../../extension/src/train/ending.js';
import { RunFollower } from '../../extension/src/train/points/run-follower.js';
import { startProcess } from '../../extension/src/train/process.js';
import { newRunFolder } from '../../extension/src/train/run-name.js';
import {
  shownCommand,
  type TrainRequest,
  trainArguments,
} from '../../extension/src/train/train-arguments.js';
import { quick, script, small, temporaryFolder, until } from './a-run.js';

const usual = { isKilled: false, isNodeOld: false };
const set = small.filter((each) => each !== '--set');

/** Starts a training as the extension does. */
function start(cwd: string, request: TrainRequest, columns = 90) {
  let output = '';
  const training = startProcess(
    { node: process.execPath, script, args: trainArguments(request), cwd, columns },
    (text) => {
      output += text;
    },
  );
  return { ...training, output: () => output };
}

const steps = (run: string) =>
  existsSync(join(run, 'metrics.jsonl'))
    ? readFileSync(join(run, 'metrics.jsonl'), 'utf8').split('\n').length - 1
    : 0;

describe('a training', () => {
  it('stops in order, goes on, and is followed all the while', async () => {
    const cwd = temporaryFolder();
    const run = newRunFolder(cwd, quick, new Date(2026, 0, 31, 23, 59, 58));
    expect(run).toBe(join(cwd, 'runs/quick-20260131-235958'));
    const request = { config: quick, run, set: [...set, 'num_epochs=30'] };
    const first = start(cwd, request);
    let isOurs = true;
    let changes = 0;
    const began = Date.now();
    const follower = new RunFollower(run, {
      isOurs: () => isOurs,
      onChange: () => {
        changes += 1;
      },
      onError: (error) => {
        throw error;
      },
    });
    try {
      await until(() => (follower.last?.step ?? 0) >= 12);
      expect(follower.isRunning).toBe(true);
      expect(await readRun(run)).toMatchObject({
        state: 'running',
        file: { totalSteps: 300, ended: undefined },
      });
      expect(newRunFolder(cwd, quick, new Date(2026, 0, 31, 23, 59, 58))).toBe(`${run}-2`);
      first.stop();
      const end = await first.ended;
      expect(end).toMatchObject({ code: 130, signal: null });
      expect(endingOf(end, usual)).toEqual({ kind: 'stopped' });
      // Colours, as in a terminal.
      expect(first.output()).toContain('Stopped after');
      isOurs = false;
      await until(() => !follower.isRunning);
      const stoppedAt = (await readRun(run))?.file.ended?.step ?? 0;
      expect(follower.last?.step).toBe(stoppedAt);
      expect(follower.columns().steps).toEqual(Array.from({ length: stoppedAt }, (_, k) => k + 1));
      expect(changes).toBeLessThanOrEqual((Date.now() - began) / 250 + 2);

      // Started elsewhere: the follower finds out by itself.
      const second = start(cwd, { resume: run, maxSteps: stoppedAt + 5, set });
      await until(() => follower.isRunning);
      expect(endingOf(await second.ended, usual)).toEqual({ kind: 'finished' });
      await until(() => !follower.isRunning && follower.last?.step === stoppedAt + 5);
      expect(follower.columns().steps).toEqual(Array.from({ length: stoppedAt + 5 }, (_, k) => k + 1));
      expect(follower.columns().valid.per?.[0]?.[0]).toBe(10);
      expect(await readRun(run)).toMatchObject({ state: 'stopped' });
    } finally {
      follower.dispose();
      first.kill();
    }
  }, 90_000);

  it('that is killed tells so, and leaves a crashed run', async () => {
    const cwd = temporaryFolder();
    const run = join(cwd, 'run');
    const training = start(cwd, { config: quick, run, set });
    await until(() => steps(run) >= 3);
    training.kill();
    const end = await training.ended;
    expect(endingOf(end, usual)).toEqual({ kind: 'killed', signal: 'SIGKILL' });
    expect(endingOf(end, { ...usual, isKilled: true })).toEqual({ kind: 'aborted' });
    expect(await readRun(run)).toMatchObject({ state: 'crashed' });
  }, 60_000);

  it('of a wrong configuration is refused, as wide as the terminal is', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'wrong.yaml'), readFileSync(quick, 'utf8').replace('lr: 0.0044', 'lrr: 0.0044'));
    const training = start(cwd, { config: 'wrong.yaml', run: 'runs/a' }, 50);
    expect(endingOf(await training.ended, usual)).toEqual({ kind: 'refused' });
    expect(training.output().includes('\u001b[')).toBe(!process.env.NO_COLOR);
    const lines = stripVTControlCharacters(training.output()).split('\n');
    expect(
      Math.max(...lines.filter((line) => !line.startsWith('Training was')).map((line) => line.length)),
    ).toBeLessThanOrEqual(50);
    expect(existsSync(join(cwd, 'runs'))).toBe(false);
  }, 30_000);

  it('of nothing, and by nothing, says why', async () => {
    const cwd = temporaryFolder();
    expect(endingOf(await start(cwd, { config: 'gone.yaml' }).ended, usual)).toEqual({
      kind: 'failed',
      message: 'Cannot read "gone.yaml": there is no such file.',
    });
    const none = startProcess(
      { node: join(cwd, 'no-node'), script, args: [], cwd, columns: undefined },
      () => undefined,
    );
    expect(endingOf(await none.ended, usual)).toMatchObject({
      kind: 'noStart',
      message: expect.stringContaining('ENOENT'),
    });
    writeFileSync(join(cwd, 'broken.mjs'), "import './gone.js';\n");
    const broken = startProcess(
      { node: process.execPath, script: join(cwd, 'broken.mjs'), args: [], cwd, columns: 80 },
      () => undefined,
    );
    expect(endingOf(await broken.ended, usual)).toMatchObject({
      kind: 'noStart',
      message: expect.stringContaining('Cannot find module'),
    });
  }, 30_000);
});

describe('an end', () => {
  const end = (output: string, code: number | null = 1, signal: NodeJS.Signals | null = null) => ({
    code,
    signal,
    error: undefined,
    output,
  });
  it.each([
    ['0', end('', 0), { kind: 'finished' }],
    ['Ctrl-C before the training began', end('', null, 'SIGINT'), { kind: 'stopped' }],
    [
      'a full disk',
      end('\u001b[31merror\u001b[39m: ENOSPC: no space left on device, write\n'),
      { kind: 'diskFull' },
    ],
    ['a full quota', end('error: EDQUOT: disk quota exceeded, write\n', 2), { kind: 'diskFull' }],
    [
      'a full heap',
      end(
        'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory\n',
        null,
        'SIGABRT',
      ),
      { kind: 'outOfMemory' },
    ],
    ['a crash of Node', end('', null, 'SIGSEGV'), { kind: 'killed', signal: 'SIGSEGV' }],
    [
      'a mistake of the user’s',
      end('step 1\n\u001b[31merror\u001b[39m: TypeError: x is not a function\n  at /w/vowels.ts:3:5\nmore\n'),
      { kind: 'failed', message: 'TypeError: x is not a function\n  at /w/vowels.ts:3:5' },
    ],
    ['nothing at all', end(''), { kind: 'failed', message: undefined }],
  ])('by %s', (_, process, ending) => {
    expect(endingOf(process, usual)).toEqual(ending);
  });

  it('of a runtime that this Node is too old for', () => {
    const output = 'file:///w/main.js:3\nSyntaxError: Unexpected token\n    at node:internal/modules/esm\n';
    expect(endingOf(end(output), { isKilled: false, isNodeOld: true })).toEqual({ kind: 'oldNode' });
    const said = 'error: The run is being trained by another process.\n';
    expect(endingOf(end(said), { isKilled: false, isNodeOld: true })).toMatchObject({ kind: 'failed' });
  });
});

describe('the command line', () => {
  it('has each option as a word of its own, whatever is in it', () => {
    const args = trainArguments({
      config: 'a b; rm -rf $HOME.yaml',
      run: 'runs/x',
      maxSteps: 30,
      backend: 'cpu',
      set: ['num_epochs=2', 'note=a "b"'],
    });
    expect(args).toEqual([
      ...['train', 'a b; rm -rf $HOME.yaml', '--run', 'runs/x', '--backend', 'cpu', '--max-steps', '30'],
      ...['--set', 'num_epochs=2', '--set', 'note=a "b"'],
    ]);
    expect(shownCommand(args)).toBe(
      'optim-sches train "a b; rm -rf $HOME.yaml" --run runs/x --backend cpu --max-steps 30 --set num_epochs=2 --set "note=a \\"b\\""',
    );
  });

  it('of a run that goes on has the configuration of its folder', () => {
    expect(trainArguments({ config: 'a.yaml', run: 'b', resume: 'runs/x' })).toEqual([
      'train',
      '--resume',
      'runs/x',
    ]);
  });
});
