import { type ChildProcess, fork, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { writeCheckpoint } from '../../runtime/src/checkpoint/store.js';
import { diskMessage } from '../../runtime/src/cli/disk-message.js';
import { readerError } from '../../runtime/src/cli/reader-error.js';
import { onTestBackend } from './backend.js';
import { at, model, read, train, useVowels, write } from './vowels.js';

useVowels();

const main = fileURLToPath(new URL('../../runtime/bin/optim-sches.js', import.meta.url));
const runFile = (run: string) => JSON.parse(read(`${run}/run.json`)) as Record<string, unknown>;
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);

describe('run.json', () => {
  it('knows how long the training is, and how it ended', async () => {
    await train('vowels.yaml', '--run', 'run');
    expect(runFile('run')).toMatchObject({
      totalSteps: 200,
      stepsPerEpoch: 50,
      numEpochs: 4,
      ended: { time, step: 200, outcome: 'finished' },
    });
    expect(runFile('run')).not.toHaveProperty('maxSteps');
  });

  it('knows where --max-steps stops, and that a resumed run goes further', async () => {
    await train('vowels.yaml', '--run', 'run', '--max-steps', '7');
    expect(runFile('run')).toMatchObject({
      totalSteps: 200,
      maxSteps: 7,
      ended: { time, step: 7, outcome: 'max-steps' },
    });
    await train('--resume', 'run', '--set', 'num_epochs=2');
    expect(runFile('run')).toMatchObject({ totalSteps: 100, numEpochs: 2, ended: { step: 100 } });
    expect(runFile('run')).not.toHaveProperty('maxSteps');
  });

  it('says why a training failed', async () => {
    write(
      'vowels.ts',
      read('vowels.ts').replace(
        /(batch\([^)]*\)[^{]*\{)/,
        "$1 if (index === 9) throw new Error('The disc is scratched.');",
      ),
    );
    const { code, err } = await train('vowels.yaml', '--run', 'run');
    expect(code, err).toBe(1);
    expect(runFile('run')).toMatchObject({
      ended: { time, step: 9, outcome: 'failed', reason: 'The disc is scratched.' },
    });
    expect(existsSync(at('run/run.lock'))).toBe(false);
  });
});

/** Waits until a training has done so many steps. */
async function trained(run: string, steps: number): Promise<void> {
  const metrics = at(run, 'metrics.jsonl');
  const lines = () => (existsSync(metrics) ? read(`${run}/metrics.jsonl`).split('\n').length - 1 : 0);
  while (lines() < steps) await new Promise((resolve) => setTimeout(resolve, 2));
}

function exitOf(child: ChildProcess): Promise<{ code: number | null; signal: string | null; out: string }> {
  let out = '';
  child.stdout?.on('data', (data) => (out += data));
  child.stderr?.on('data', (data) => (out += data));
  return new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, out })));
}

describe('a training that another program has started', () => {
  const start = (...args: string[]) =>
    fork(main, onTestBackend(['train', ...args]), { cwd: at(), stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });

  it('stops by a message, saved', async () => {
    const child = start('vowels.yaml', '--run', 'run');
    const exit = exitOf(child);
    await trained('run', 20);
    child.send({ type: 'hello' });
    child.send({ type: 'stop' });
    const { code, out } = await exit;
    expect(code, out).toBe(130);
    expect(out).toContain('Stopping after this step; once more stops at once.');
    const { ended } = runFile('run') as { ended: { step: number; outcome: string } };
    expect(ended.outcome).toBe('interrupted');
    expect(existsSync(at(`run/checkpoints/step-${ended.step}`))).toBe(true);
  });

  it('is not kept alive by the channel', async () => {
    expect(await exitOf(start('vowels.yaml', '--run', 'run', '--max-steps', '3'))).toMatchObject({ code: 0 });
  });

  it('saves itself when that program has gone', async () => {
    const child = start('vowels.yaml', '--run', 'run');
    // After `disconnect` Node tells of the exit alone, not of the end of the output.
    const exit = new Promise((resolve) => child.on('exit', resolve));
    await trained('run', 20);
    child.disconnect();
    expect(await exit).toBe(130);
    expect(runFile('run')).toMatchObject({ ended: { outcome: 'interrupted' } });
  });

  it.runIf(process.platform !== 'win32')(
    'saves itself when the terminal is closed, and goes on',
    async () => {
      await train('vowels.yaml', '--run', 'whole');
      const child = spawn(
        process.execPath,
        [main, ...onTestBackend(['train', 'vowels.yaml', '--run', 'run'])],
        { cwd: at() },
      );
      const exit = exitOf(child);
      await trained('run', 20);
      child.kill('SIGHUP');
      expect((await exit).code).toBe(130);
      await train('--resume', 'run');
      expect(runFile('run')).toMatchObject({ ended: { step: 200, outcome: 'finished' } });
      expect(model('run', 200)).toBe(model('whole', 200));
    },
  );
});

describe('a training whose output nobody reads any more', () => {
  it('saves itself and ends', async () => {
    const child = spawn(
      process.execPath,
      [main, ...onTestBackend(['train', 'vowels.yaml', '--run', 'run'])],
      { cwd: at() },
    );
    const exit = new Promise((resolve) => child.on('exit', resolve));
    await trained('run', 20);
    child.stdout.destroy();
    child.stderr.destroy();
    expect(await exit).toBe(130);
    const { ended } = runFile('run') as { ended: { step: number; outcome: string } };
    expect(ended.outcome).toBe('interrupted');
    expect(existsSync(at(`run/checkpoints/step-${ended.step}`))).toBe(true);
    expect(existsSync(at('run/run.lock'))).toBe(false);
  });
});

describe('a disk that takes no more', () => {
  const system = (code: string, path?: string) => Object.assign(new Error(`${code}: no`), { code, path });

  it('is told with the folder and a way out', () => {
    const folder = at('run');
    expect(diskMessage(system('ENOSPC'), folder)).toMatch(
      /^No space is left on the disk .*\(ENOSPC\).* train again\.$/,
    );
    mkdirSync(folder);
    write('run/run.json', '{}');
    for (const code of ['ENOSPC', 'EDQUOT'])
      expect(diskMessage(system(code), folder)).toMatch(/go on with: optim-sches train --resume .*run\.$/);
    expect(diskMessage(system('EACCES', join(folder, 'x')), folder)).toContain('permission denied');
    expect(diskMessage(system('EACCES', '/data/x'), folder)).toBeUndefined();
    expect(diskMessage(system('ENOENT'), folder)).toBeUndefined();
    expect(diskMessage(system('ENOSPC'), undefined)).toBeUndefined();
    expect(readerError(system('ENOSPC'), { runFolder: folder })).toMatchObject({
      name: 'CliError',
      exitCode: 1,
    });
  });

  it('is not left full of a checkpoint that could not be written', () => {
    const tensors = new Map([['a', { shape: [1], data: Float32Array.of(1) }]]);
    const checkpoint = {
      step: 3,
      model: tensors,
      optimizers: new Map([['x'.repeat(300), tensors]]),
      state: {},
    };
    expect(() => writeCheckpoint(at('checkpoints'), checkpoint)).toThrow('ENAMETOOLONG');
    expect(readdirSync(at('checkpoints'))).toEqual([]);
  });
});

describe('output that a program shows in a terminal of its own', () => {
  it('is as wide as COLUMNS says', async () => {
    write('exp.yaml', read('vowels.yaml').replace('lr: 0.02', 'lrr: 0.02'));
    const widest = async (columns: string) => {
      const child = spawn(process.execPath, [main, 'check', 'exp.yaml'], {
        cwd: at(),
        env: { PATH: process.env.PATH, COLUMNS: columns },
      });
      const { out } = await exitOf(child);
      return Math.max(...out.split('\n').map((line) => line.length));
    };
    expect(await widest('44')).toBeLessThanOrEqual(44);
    expect(await widest('')).toBeLessThanOrEqual(80);
    expect(await widest('44')).toBeLessThan(await widest('100'));
  });
});
