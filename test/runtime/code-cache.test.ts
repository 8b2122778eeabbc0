import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const main = fileURLToPath(new URL('../../runtime/bin/optim-sches.js', import.meta.url));
const input =
  'optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {lrr: 0.002}, warmup_steps: 400}}\n';

let cache: string;
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'optim-sches-code-'));
});
afterEach(() => rmSync(cache, { recursive: true, force: true }));

const check = (env: Record<string, string> = {}, flags: readonly string[] = []) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, main, 'check', '-'], {
    input,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, OPTIM_SCHES_CACHE: cache, ...env },
  });
  return { status, stdout, stderr };
};
const files = () => readdirSync(join(cache, 'code')).map((name) => join(cache, 'code', name));
const only = () => {
  const [file = '', ...others] = files();
  expect(others).toEqual([]);
  return file;
};

describe('compiled code that is kept', () => {
  it('is written by the first run, and used by the next', () => {
    const first = check();
    expect(first).toMatchObject({ status: 1, stderr: '' });
    const { mtimeMs, size } = statSync(only());
    expect(size).toBeGreaterThan(100_000);
    expect(check()).toEqual(first);
    // What was not accepted is written anew.
    expect(statSync(only()).mtimeMs).toBe(mtimeMs);
  });

  it('is that of a command, whichever came first', () => {
    const version = spawnSync(process.execPath, [main, '--version'], {
      env: { PATH: process.env.PATH, OPTIM_SCHES_CACHE: cache },
    });
    expect(version.status).toBe(0);
    const smaller = statSync(only()).size;
    check();
    expect(Math.max(...files().map((file) => statSync(file).size))).toBeGreaterThan(1.5 * smaller);
  });

  it('is made anew where it is broken', () => {
    const first = check();
    const file = only();
    const good = readFileSync(file);
    writeFileSync(file, good.subarray(0, good.length >> 1));
    expect(check()).toEqual(first);
    expect(statSync(only()).size).toBeGreaterThan(good.length >> 1);
    writeFileSync(file, '');
    expect(check()).toEqual(first);
  });

  it('is of one engine with one set of flags', () => {
    const first = check();
    const { mtimeMs } = statSync(only());
    expect(check({}, ['--no-lazy-feedback-allocation'])).toEqual(first);
    expect(statSync(only()).mtimeMs).toBeGreaterThan(mtimeMs);
  });

  it('is not kept where the reader does not want it, or the folder cannot be made', () => {
    const first = check({ NODE_DISABLE_COMPILE_CACHE: '1' });
    expect(first.status).toBe(1);
    expect(readdirSync(cache)).toEqual([]);
    writeFileSync(join(cache, 'code'), 'a file where the folder would be');
    chmodSync(join(cache, 'code'), 0o400);
    expect(check()).toEqual(first);
  });
});
