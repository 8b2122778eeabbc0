import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument, readConfig } from '@optim-sches/schemas';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { previewLength } from '../../runtime/src/cli/preview-length.js';
import { cli, folderWith } from './cli-harness.js';

const noam = (warmup: number, more = '') => `optim_sches:
  type: noam.NoamLr
  conf: {optim_type: Adam, optim_conf: {lr: 0.002}, warmup_steps: ${warmup}}
${more}`;

describe('previewLength', () => {
  const of = (text: string) => readConfig(parseDocument(text));
  const cases: [
    text: string,
    options: object,
    steps: number,
    stepsPerEpoch: number | undefined,
    reason: RegExp,
  ][] = [
    [noam(100), {}, 400, undefined, /400 steps, 4 times the warm-up.*--steps-per-epoch/],
    [noam(100, 'accum_grad: 4\n'), {}, 1600, undefined, /4 times the warm-up/],
    [
      noam(100, 'num_epochs: 3\n'),
      { stepsPerEpoch: 50 },
      150,
      50,
      /3 epochs \(num_epochs of the file\) of 50 steps/,
    ],
    [noam(100, 'num_epochs: 3\n'), { stepsPerEpoch: 50, epochs: 2 }, 100, 50, /^2 epochs of 50 steps$/],
    [noam(100, 'num_epochs: 3\n'), { steps: 9 }, 9, undefined, /^9 steps$/],
    [noam(100), { steps: 10, epochs: 3 }, 10, 4, /^10 steps$/],
    [noam(100), { stepsPerEpoch: 50 }, 400, 50, /--epochs/],
    ['a: 1\n', {}, 10_000, undefined, /10,000 steps/],
  ];
  it.each(cases)('%j with %j: %i', (text, options, steps, stepsPerEpoch, reason) => {
    const length = previewLength([of(text)], options);
    expect(length).toMatchObject({ steps, stepsPerEpoch });
    expect(length.reason).toMatch(reason);
  });

  it('takes the longest warm-up of two configurations', () => {
    expect(previewLength([of(noam(10)), of(noam(300))], {}).steps).toBe(1200);
  });
});

describe('preview --json', () => {
  const json = async (stdin: string, ...args: string[]) =>
    JSON.parse((await cli(['preview', '-', '--json', ...args], { stdin })).stdout);

  it('has a value for each training step', async () => {
    const { main } = (await json(noam(4), '--steps', '10')).optimizers;
    expect(main.type).toBe('noam.NoamLr');
    expect(main.lr).toHaveLength(10);
    expect(main.lr[3]).toBeCloseTo(0.002, 15);
    expect(main.lr[9]).toBeCloseTo(0.002 * Math.sqrt(4 / 10), 15);
    expect(main.facts).toMatchObject({ peak: { step: 4 }, first: main.lr[0], last: main.lr[9] });
    expect(main.facts.warmupEnd).toEqual({ step: 4, epoch: 0.4 });
    expect(main.steps).toBeUndefined();
  });

  it('samples', async () => {
    const { main } = (await json(noam(4), '--steps', '1000', '--sample', '5')).optimizers;
    expect(main.lr).toHaveLength(5);
    expect(main.steps).toHaveLength(5);
    expect([main.steps[0], main.steps[4]]).toEqual([1, 1000]);
  });

  it('compares', async () => {
    const cwd = folderWith({ 'a.yaml': noam(4), 'b.yaml': noam(8) });
    const { stdout } = await cli(['preview', 'a.yaml', '--compare', 'b.yaml', '--json', '--steps', '9'], {
      cwd,
    });
    const report = JSON.parse(stdout);
    expect(report.optimizers.main.facts.peak.step).toBe(4);
    expect(report.compared.path).toBe('b.yaml');
    expect(report.compared.optimizers.main.facts.peak.step).toBe(8);
  });
});

interface Measured {
  readonly name: string;
  readonly optim_sches: unknown;
  readonly exp_cfg: Readonly<Record<string, unknown>>;
  readonly steps_per_epoch: number | null;
  readonly step_nums?: readonly number[];
  readonly lr: Readonly<Record<string, readonly (number | string)[]>>;
}
const oracle = new URL('../oracle/speechain.json', import.meta.url);
const measured: readonly Measured[] = JSON.parse(readFileSync(oracle, 'utf8')).cases;
const schedules = measured.filter(({ name }) => /^(?:noam|exp)\//.test(name));

describe('preview --json agrees with what SpeeChain did', () => {
  it.each(schedules.map((one) => [one.name, one] as const))('%s', async (_, one) => {
    const names = Object.keys(one.lr);
    const steps = one.step_nums?.at(-1) ?? Math.max(...names.map((name) => one.lr[name]?.length ?? 0));
    const stdin = JSON.stringify({ ...one.exp_cfg, optim_sches: one.optim_sches });
    const perEpoch = one.steps_per_epoch === null ? [] : ['--steps-per-epoch', `${one.steps_per_epoch}`];
    const { stdout } = await cli(['preview', '-', '--json', '--steps', `${steps}`, ...perEpoch], { stdin });
    const { optimizers } = JSON.parse(stdout);
    for (const name of names) {
      one.lr[name]?.forEach((expected, index) => {
        const step = one.step_nums?.[index] ?? index + 1;
        const actual = optimizers[name].lr[step - 1];
        if (typeof expected === 'string' || expected === 0) expect(actual).toBe(expected);
        else expect(Math.abs(actual / expected - 1)).toBeLessThanOrEqual(1e-14);
      });
    }
  });
});

describe('preview', () => {
  const cwd = folderWith({
    'a.yaml': noam(400),
    'b.yaml': noam(800),
    'own.yaml': 'optim_sches:\n  type: mine.Steps\n  conf: {optim_type: Adam, optim_conf: {}}\n',
    'mine.ts': 'export class Steps {}\n',
    'bad.yaml': noam(4).replace('NoamLr', 'Naom'),
    'none.yaml': 'num_epochs: 3\n',
  });

  it.each([80, 60, 120])('fits %i columns, and says how long it looked', async (width) => {
    const { code, stdout } = await cli(['preview', 'a.yaml'], { cwd, width });
    expect(code).toBe(0);
    for (const line of stdout.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(width);
    expect(stdout).toContain('1,600 steps, 4 times the warm-up');
    expect(stdout).toContain('main');
    expect(stdout).toMatch(/2\.0+e-3|0\.002/);
  });

  it('writes a picture', async () => {
    const { code, stdout } = await cli(['preview', 'a.yaml', '--svg', 'a.svg', '--compare', 'b.yaml'], {
      cwd,
    });
    expect([code, stdout]).toEqual([0, '']);
    expect(readFileSync(join(cwd, 'a.svg'), 'utf8')).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
    expect((await cli(['preview', 'a.yaml', '--svg', '-'], { cwd })).stdout).toMatch(/^<svg /);
  });

  it('shows the problems where errors leave no curve', async () => {
    const { code, stdout, stderr } = await cli(['preview', 'bad.yaml'], { cwd });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('bad.yaml:2:9  error  optim/unknown-type');
  });

  it('does not run code of the user, and says so', async () => {
    const { code, stderr } = await cli(['preview', 'own.yaml'], { cwd });
    expect(code).toBe(1);
    expect(stderr).toContain('"mine.Steps" is code of your own, which a preview does not run');
  });

  it('says when there is nothing to draw', async () => {
    const { code, stderr } = await cli(['preview', 'none.yaml'], { cwd });
    expect(code).toBe(1);
    expect(stderr).toContain('optim_sches');
  });

  it.each([
    [['a.yaml', '--steps', '0'], 'at least 1'],
    [['a.yaml', '--steps', 'many'], 'whole number'],
    [['a.yaml', '--sample', '5'], '--sample goes with --json'],
    [['-', '--compare', '-'], 'cannot be both'],
    [['gone.yaml'], 'no such file'],
  ])('%j answers 2', async (args, message) => {
    const { code, stderr } = await cli(['preview', ...args], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
