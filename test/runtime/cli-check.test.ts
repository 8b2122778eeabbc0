import { chmodSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, folderWith } from './cli-harness.js';

const clean = `optim_sches:
  type: noam.NoamLr
  conf:
    optim_type: Adam
    optim_conf:
      lr: 0.001
      betas: [0.9, 0.98]
      eps: 1.0e-9
    warmup_steps: 4000
`;
const misspelled = clean.replace('lr: 0.001', 'lrr: 0.001   # the peak');
const broken = 'optim_sches: {type: noam.NoamLr\n';

describe('exit codes of check', () => {
  const cwd = folderWith({
    'clean.yaml': clean,
    'bad.yaml': misspelled,
    'latin.yaml': '',
    'sub/x.yaml': clean,
  });
  const cases: [args: string[], code: number][] = [
    [['clean.yaml'], 0],
    [['bad.yaml'], 1],
    [['clean.yaml', 'bad.yaml'], 1],
    [['gone.yaml'], 2],
    [['gone.yaml', 'clean.yaml'], 2],
    [['gone.yaml', 'bad.yaml'], 2],
    [['sub'], 2],
    [['bad.yaml', '--severity', 'unknown-key=information'], 0],
    [['bad.yaml', '--severity', 'unknown-kye=off'], 2],
    [[], 2],
    [['clean.yaml', '--target', 'nobody'], 2],
  ];
  it.each(cases)('check %j answers %i', async (args, code) => {
    expect((await cli(['check', ...args], { cwd })).code).toBe(code);
  });

  it('goes on after a file that cannot be read, and says why', async () => {
    const { stdout, stderr } = await cli(['check', 'gone.yaml', 'sub', 'bad.yaml'], { cwd });
    expect(stderr).toContain('Cannot read "gone.yaml": there is no such file.');
    expect(stderr).toContain('Cannot read "sub": it is a folder.');
    expect(stdout).toContain('bad.yaml:6:7  error  optim/unknown-key');
  });

  it.each([
    [Buffer.from([0x61, 0xff, 0xfe]), 'not UTF-8'],
    [Buffer.from([0xff, 0xfe, 0x61, 0x00]), 'UTF-16'],
  ])('refuses %j', async (stdin, why) => {
    const { code, stderr } = await cli(['check', '-'], { stdin });
    expect(code).toBe(2);
    expect(stderr).toContain(why);
  });
});

describe('check', () => {
  it('reads standard input', async () => {
    const { code, stdout } = await cli(['check', '-', '--format', 'json'], { stdin: misspelled });
    expect(code).toBe(1);
    const [file] = JSON.parse(stdout).files;
    expect(file.path).toBe('<stdin>');
    expect(file.problems).toHaveLength(1);
    expect(file.problems[0]).toMatchObject({
      code: 'optim/unknown-key',
      range: { start: { line: 5, character: 6 }, end: { line: 5, character: 9 } },
    });
  });

  it('is silent with --quiet when nothing is wrong', async () => {
    expect(await cli(['check', '-', '--quiet'], { stdin: clean })).toEqual({
      code: 0,
      stdout: '',
      stderr: '',
    });
  });

  it('reports a train_cfg given by path in its own file, once', async () => {
    const exp = (path: string) => `num_epochs: 10\ntrain_cfg: ${path}\n`;
    const cwd = folderWith({
      'recipes/exp/a.yaml': exp('recipes/train/x.yaml'),
      'recipes/exp/b.yaml': exp('recipes/train/x.yaml'),
      'recipes/train/x.yaml': misspelled,
    });
    const { stdout } = await cli(['check', '--format', 'json', 'recipes/exp/a.yaml', 'recipes/exp/b.yaml'], {
      cwd,
    });
    const { files } = JSON.parse(stdout);
    expect(files.map(({ path }: { path: string }) => path)).toEqual([
      'recipes/exp/a.yaml',
      'recipes/train/x.yaml',
      'recipes/exp/b.yaml',
    ]);
    const codes = files[1].problems.map(({ code }: { code: string }) => code);
    expect(codes.filter((code: string) => code === 'optim/unknown-key')).toHaveLength(1);
  });

  it('looks a train_cfg up below SPEECHAIN_ROOT first', async () => {
    const root = folderWith({ 'recipes/train.yaml': misspelled });
    const cwd = folderWith({ 'exp.yaml': 'train_cfg: recipes/train.yaml\n', 'recipes/train.yaml': clean });
    const check = (env: Record<string, string>) => cli(['check', 'exp.yaml'], { cwd, env });
    expect((await check({})).stdout).not.toContain('optim/unknown-key');
    expect((await check({ SPEECHAIN_ROOT: root })).stdout).toContain(
      `${join(root, 'recipes/train.yaml')}:6:7`,
    );
  });
});

describe('check --fix', () => {
  it('keeps comments, layout, line ends and mode', async () => {
    const text = misspelled.replaceAll('\n', '\r\n');
    const cwd = folderWith({ 'a.yaml': text });
    chmodSync(join(cwd, 'a.yaml'), 0o604);
    const { code, stdout } = await cli(['check', '--fix', 'a.yaml'], { cwd });
    expect(code).toBe(0);
    expect(readFileSync(join(cwd, 'a.yaml'), 'utf8')).toBe(text.replace('lrr', 'lr'));
    expect(statSync(join(cwd, 'a.yaml')).mode & 0o777).toBe(0o604);
    expect(readdirSync(cwd)).toEqual(['a.yaml']);
    expect(stdout).toContain('Fixed 1 problem in a.yaml');
    expect(stdout).toContain('No problems in 1 file');
  });

  it('does not touch a file that has nothing to fix', async () => {
    const cwd = folderWith({ 'a.yaml': clean, 'b.yaml': broken });
    const before = ['a.yaml', 'b.yaml'].map((name) => statSync(join(cwd, name)).mtimeMs);
    expect((await cli(['check', '--fix', 'a.yaml', 'b.yaml'], { cwd })).code).toBe(1);
    expect(['a.yaml', 'b.yaml'].map((name) => statSync(join(cwd, name)).mtimeMs)).toEqual(before);
    expect(readFileSync(join(cwd, 'b.yaml'), 'utf8')).toBe(broken);
  });

  it('prints the fixed text of standard input, and the report beside it', async () => {
    const { code, stdout, stderr } = await cli(['check', '--fix', '-'], { stdin: misspelled });
    expect(code).toBe(0);
    expect(stdout).toBe(misspelled.replace('lrr', 'lr'));
    expect(stderr).toContain('Fixed 1 problem in <stdin>');
  });
});
