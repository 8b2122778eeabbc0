import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { onTestBackend } from './backend.js';
import { at, lossesOf, model, read, useVowels } from './vowels.js';

useVowels();

const main = fileURLToPath(new URL('../../runtime/bin/optim-sches.js', import.meta.url));

/** Starts a training as a process of its own; `onLines` is asked at each change how to go on with so many metrics lines. */
function start(args: readonly string[], run: string, onLines: (lines: number) => NodeJS.Signals | undefined) {
  const child = spawn(process.execPath, [main, ...onTestBackend(['train', ...args])], {
    cwd: at(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  child.stdout.on('data', (data) => (out += data));
  child.stderr.on('data', (data) => (out += data));
  const metrics = at(run, 'metrics.jsonl');
  const timer = setInterval(() => {
    const lines = existsSync(metrics) ? readFileSync(metrics, 'utf8').split('\n').length - 1 : 0;
    const signal = onLines(lines);
    if (signal !== undefined) child.kill(signal);
  }, 1);
  return new Promise<{ code: number | null; out: string }>((resolve) => {
    child.on('close', (code) => {
      clearInterval(timer);
      resolve({ code, out });
    });
  });
}

describe('a process', () => {
  it('that is killed at any instant goes on to the same end', async () => {
    expect(await start(['vowels.yaml', '--run', 'whole'], 'whole', () => undefined)).toMatchObject({
      code: 0,
    });
    const args = ['--checkpoint-every', '3', '--quiet'];
    let ended = 0;
    const killedAt: number[] = [];
    for (const lines of [1, 20, 53, 90, 140, 190]) {
      const first = existsSync(at('killed')) ? ['--resume', 'killed'] : ['vowels.yaml', '--run', 'killed'];
      let seen = 0;
      const { code } = await start([...first, ...args], 'killed', (now) => {
        seen = now;
        return now >= lines ? 'SIGKILL' : undefined;
      });
      if (code === 0) ended += 1;
      else killedAt.push(seen);
    }
    expect(killedAt.length).toBeGreaterThan(2);
    const last = await start(['--resume', 'killed', ...args], 'killed', () => undefined);
    expect(last, last.out).toMatchObject({ code: 0 });
    expect(model('killed', 200)).toBe(model('whole', 200));
    expect(lossesOf('killed')).toEqual(lossesOf('whole'));
    expect(read('killed/best.json')).toBe(read('whole/best.json'));
    expect(ended).toBeLessThan(4);
  }, 120_000);

  it('that is stopped by Ctrl-C saves itself, and goes on to the same end', async () => {
    await start(['vowels.yaml', '--run', 'whole'], 'whole', () => undefined);
    let sent = false;
    const stopped = await start(['vowels.yaml', '--run', 'run'], 'run', (lines) => {
      if (lines < 30 || sent) return undefined;
      sent = true;
      return 'SIGINT';
    });
    expect(stopped, stopped.out).toMatchObject({ code: 130 });
    expect(stopped.out).toContain('Stopping after this step; once more stops at once.');
    expect(stopped.out).toContain('go on with   optim-sches train --resume run');
    expect((await start(['--resume', 'run'], 'run', () => undefined)).code).toBe(0);
    expect(model('run', 200)).toBe(model('whole', 200));
  }, 120_000);
});
