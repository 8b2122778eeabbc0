import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { folderWith } from './cli-harness.js';

const main = fileURLToPath(new URL('../../runtime/bin/optim-sches.js', import.meta.url));

/** Runs the built command line as a process of its own. */
function run(
  args: readonly string[],
  options: { input?: string; cwd?: string; env?: object; nodeArgs?: string[] } = {},
) {
  const { input = '', cwd, env = {}, nodeArgs = [] } = options;
  const { status, stdout, stderr } = spawnSync(process.execPath, [...nodeArgs, main, ...args], {
    input,
    cwd,
    encoding: 'utf8',
    maxBuffer: 2 ** 27,
    env: { PATH: process.env.PATH, ...env },
  });
  return { status, stdout, stderr };
}

const good =
  'optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {lr: 0.002}, warmup_steps: 400}}\n';
const bad = good.replace('lr: 0.002', 'lrr: 0.002');

beforeAll(() => {
  if (!existsSync(main)) throw new Error('The command line is not built: npm run build');
});

describe('the process', () => {
  it('answers 0, 1 and 2', () => {
    expect(run(['check', '-'], { input: good })).toMatchObject({ status: 0, stderr: '' });
    expect(run(['check', '-'], { input: bad })).toMatchObject({ status: 1, stderr: '' });
    expect(run(['check', '/no/such/file.yaml']).status).toBe(2);
  });

  it('prints its version, and help that names every command and exit code', () => {
    expect(run(['--version'])).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
    const { status, stdout } = run(['--help']);
    expect(status).toBe(0);
    for (const word of ['check', 'preview', 'train', 'resolve', 'schema', 'Examples', 'Exit codes']) {
      expect(stdout).toContain(word);
    }
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('explains each option of each command', () => {
    for (const command of ['check', 'preview', 'train', 'resolve', 'schema']) {
      const { status, stdout } = run(['help', command]);
      expect(status).toBe(0);
      const options = stdout.split('\n').filter((line) => /^ {2}-/.test(line));
      expect(options.length).toBeGreaterThan(0);
      for (const line of options) expect(line).toMatch(/^ {2}\S.* {2,}\S/);
    }
  });

  it.each([
    [['chek', 'a.yaml'], 'Did you mean check?'],
    [['check', '--formt', 'json', 'a.yaml'], 'Did you mean --format?'],
    [['preview', 'a.yaml', '--step', '5'], 'Did you mean --steps?'],
    [['check', '--format', 'xml', 'a.yaml'], 'Allowed choices are pretty, json, sarif, github'],
    [['check'], "missing required argument 'file'"],
  ])('%j answers 2 and helps', (args, help) => {
    const { status, stdout, stderr } = run(args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(help);
  });

  it('shows help when nothing is asked', () => {
    const { status, stderr, stdout } = run([]);
    expect(status).toBe(2);
    expect(stderr + stdout).toContain('Usage: optim-sches');
  });

  it('colours only where it is wanted', () => {
    const sequence = '\u001b[';
    expect(run(['check', '-'], { input: bad }).stdout).not.toContain(sequence);
    expect(run(['check', '-'], { input: bad, env: { CI: 'true' } }).stdout).not.toContain(sequence);
    expect(run(['check', '-'], { input: bad, env: { FORCE_COLOR: '1' } }).stdout).toContain(sequence);
    expect(
      run(['check', '-'], { input: bad, env: { FORCE_COLOR: '1', NO_COLOR: '1' } }).stdout,
    ).not.toContain(sequence);
  });

  it('shows a stack trace only when asked', () => {
    const cwd = folderWith({ 'gone/x': '' });
    const args = ['preview', '-', '--svg', 'no/such/folder/a.svg'];
    const quiet = run(args, { input: good, cwd });
    expect(quiet.status).toBe(2);
    expect(quiet.stderr).toMatch(/Cannot write/);
    expect(quiet.stderr).not.toMatch(/^ +at /m);
    expect(run(args, { input: good, cwd, env: { OPTIM_SCHES_DEBUG: '1' } }).stderr).toMatch(/^ +at /m);
  });

  it('loads nothing of the training for a check', () => {
    const { stderr } = run(['check', '-'], {
      input: good,
      env: { NODE_DEBUG: 'esm,module' },
      nodeArgs: ['--no-warnings'],
    });
    expect(stderr).toContain('cli/start.cjs');
    expect(stderr).not.toMatch(/dist\/tf\.js|tfjs|cli\/train\.js|schemas\/dist/);
    const bundle = readFileSync(join(dirname(main), '../dist/cli/commands.cjs'), 'utf8');
    expect(bundle).toContain('optim_sches');
    expect(bundle).not.toMatch(/tfjs|setBackend/);
    // It is read as Latin-1.
    expect(bundle).not.toMatch(/[\u0080-\uffff]/);
  });

  it('ends quietly when its reader has seen enough', async () => {
    const child = spawn(process.execPath, [main, 'preview', '-', '--json', '--steps', '400000']);
    child.stdin.end(good);
    let stderr = '';
    child.stderr.on('data', (data) => {
      stderr += data;
    });
    child.stdout.once('data', () => child.stdout.destroy());
    const status = await new Promise((done) => child.on('close', done));
    expect([status, stderr]).toEqual([0, '']);
  });

  it('writes a long report to a pipe to its end', () => {
    const { status, stdout } = run(['preview', '-', '--json', '--steps', '300000'], { input: good });
    expect(status).toBe(0);
    expect(JSON.parse(stdout).optimizers.main.lr).toHaveLength(300_000);
  });
});
