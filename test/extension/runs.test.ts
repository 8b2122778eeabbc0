import {
  appendFileSync,
  cpSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { folderBytes, newestCheckpoint } from '../../extension/src/runs/checkpoints.js';
import { lastStepOf, nameOf, type Run, readRun } from '../../extension/src/runs/read-run.js';
import { parseBest, parseRunFile } from '../../extension/src/runs/run-file.js';
import { cli, deadPid, quick, small, temporaryFolder } from './a-run.js';

let folder = '';
let original = '';
/** A copy of the run, to be spoiled. */
function copy(): string {
  const run = join(temporaryFolder(), 'run');
  cpSync(original, run, { recursive: true });
  return run;
}

beforeAll(() => {
  folder = temporaryFolder();
  original = join(folder, 'runs/smoke');
  const { status, stderr } = cli(
    ['train', quick, '--run', original, '--max-steps', '30', '--quiet', ...small],
    folder,
  );
  expect(status, stderr).toBe(0);
}, 60_000);

describe('a run of the real command line', () => {
  it('is read', async () => {
    const run = (await readRun(original)) as Run;
    expect(run).toMatchObject({
      folder: original,
      name: 'quick',
      state: 'stopped',
      file: {
        config: quick,
        backend: 'wasm',
        version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
        totalSteps: 80,
        stepsPerEpoch: 10,
        numEpochs: 8,
        maxSteps: 30,
        resumed: [],
        ended: { step: 30, outcome: 'max-steps' },
      },
      best: { group: 'valid', metric: 'per', value: expect.any(Number) },
      last: { step: 30, epoch: 3, losses: { loss: expect.any(Number) }, lr: { main: expect.any(Number) } },
    });
    expect(lastStepOf(run.file)).toBe(30);
    expect(Date.parse(run.file.started)).toBeGreaterThan(Date.now() - 3_600_000);
    const checkpoint = await newestCheckpoint(original);
    expect(checkpoint).toMatchObject({ step: 30 });
    expect(checkpoint?.bytes).toBeGreaterThan(1_000_000);
    expect(await folderBytes(original)).toBeGreaterThan(checkpoint?.bytes ?? 0);
  });

  it('that goes on to its end has finished', async () => {
    const run = copy();
    expect(cli(['train', '--resume', run, '--quiet', '--set', 'num_epochs=4'], folder).status).toBe(0);
    const read = (await readRun(run)) as Run;
    expect(read).toMatchObject({
      state: 'finished',
      file: { totalSteps: 40, maxSteps: undefined, resumed: [expect.any(String)], ended: { step: 40 } },
      last: { step: 40 },
    });
    expect(lastStepOf(read.file)).toBe(40);
  });

  it('that was killed has crashed, whether or not it left its lock', async () => {
    const run = copy();
    const file = JSON.parse(readFileSync(join(run, 'run.json'), 'utf8')) as Record<string, unknown>;
    writeFileSync(join(run, 'run.json'), JSON.stringify({ ...file, ended: undefined }));
    expect(await readRun(run)).toMatchObject({ state: 'crashed' });
    const lock = (pid: number, host = hostname()) =>
      writeFileSync(join(run, 'run.lock'), JSON.stringify({ pid, host }));
    lock(deadPid());
    expect(await readRun(run)).toMatchObject({ state: 'crashed' });
    writeFileSync(join(run, 'run.lock'), '{"pid":');
    expect(await readRun(run)).toMatchObject({ state: 'crashed' });
    lock(process.pid);
    expect(await readRun(run)).toMatchObject({ state: 'running' });
    // Of a process on another machine nothing can be told.
    lock(deadPid(), 'elsewhere');
    expect(await readRun(run)).toMatchObject({ state: 'running' });
    // The number of a process from before the machine was restarted may be another's now.
    lock(process.pid);
    utimesSync(join(run, 'run.lock'), new Date(0), new Date(0));
    expect(await readRun(run)).toMatchObject({ state: 'crashed' });
  });

  it('that has failed has crashed, too', async () => {
    const run = copy();
    const file = JSON.parse(readFileSync(join(run, 'run.json'), 'utf8')) as Record<string, unknown>;
    const ended = { time: '2026-01-01T00:00:00Z', step: 3, outcome: 'failed', reason: 'No luck.' };
    writeFileSync(join(run, 'run.json'), JSON.stringify({ ...file, ended }));
    expect(await readRun(run)).toMatchObject({ state: 'crashed', file: { ended: { reason: 'No luck.' } } });
  });

  it('of which a line is being written, is read to the line before', async () => {
    const run = copy();
    const metrics = join(run, 'metrics.jsonl');
    truncateSync(metrics, readFileSync(metrics).lastIndexOf('{"step":30,"realStep"') + 20);
    expect((await readRun(run))?.last?.step).toBe(29);
    appendFileSync(metrics, ' no line\n{"step": 31, "epoch": 4, "time": 1, "valid": {"per": 3}}\n');
    expect((await readRun(run))?.last?.step).toBe(29);
    const long = { step: 31, epoch: 4, time: 1, losses: { loss: 'NaN' }, lr: {}, skipped: 'x'.repeat(9000) };
    appendFileSync(metrics, `${JSON.stringify(long)}\n`);
    expect((await readRun(run))?.last).toMatchObject({ step: 31, losses: { loss: Number.NaN } });
    writeFileSync(metrics, '');
    expect((await readRun(run))?.last).toBeUndefined();
  });

  it('is none without its files, or with those of another tool', async () => {
    const run = copy();
    rmSync(join(run, 'best.json'));
    expect((await readRun(run))?.best).toBeUndefined();
    for (const text of ['{"name": "other"}', 'no JSON', '[]', 'null', '{"started": 1, "config": "a"}']) {
      writeFileSync(join(run, 'run.json'), text);
      expect(await readRun(run)).toBeUndefined();
    }
    const other = copy();
    rmSync(join(other, 'metrics.jsonl'));
    expect(await readRun(other)).toBeUndefined();
    expect(await readRun(join(folder, 'nowhere'))).toBeUndefined();
    expect(await newestCheckpoint(join(folder, 'nowhere'))).toBeUndefined();
  });
});

describe('files of older and of strange versions', () => {
  it('are read as far as they go', () => {
    const run = parseRunFile(
      '{"started": "2026-01-01", "config": "a.yaml", "resumed": [3, {"time": "x"}], "ended": {"outcome": "new"}}',
    );
    expect(run).toEqual({
      started: '2026-01-01',
      config: 'a.yaml',
      backend: undefined,
      version: undefined,
      totalSteps: undefined,
      stepsPerEpoch: undefined,
      numEpochs: undefined,
      maxSteps: undefined,
      resumed: ['x'],
      ended: undefined,
    });
    expect(run && lastStepOf(run)).toBeUndefined();
    for (const text of ['', '{}', '{"criteria": []}', '{"criteria": [{"best": []}]}', '{"criteria": 3}'])
      expect(parseBest(text)).toBeUndefined();
    const nan =
      '{"criteria": [{"group": "valid", "metric": "per", "best": [{"epoch": 1, "step": 2, "value": "NaN"}]}]}';
    expect(parseBest(nan)).toMatchObject({ value: Number.NaN });
  });

  it.each([
    ['/home/me/conf/asr base.yaml', 'asr base'],
    ['C:\\conf\\quick.v2.yml', 'quick.v2'],
    ['/a/stdin', 'stdin'],
  ])('%s is called %s', (path, name) => {
    expect(nameOf(path)).toBe(name);
  });
});
