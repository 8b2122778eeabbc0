import { existsSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { beforeEach, describe, expect, it } from 'vitest';
import { bestBackend } from './backend.js';
import { at, lossesOf, model, read, train, useVowels, write } from './vowels.js';

useVowels();

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
      { step: 50, backend: bestBackend },
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
    rmSync(at('run/checkpoints'), { recursive: true });
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
    expect(existsSync(at('run/run.lock'))).toBe(false);
  });
});
