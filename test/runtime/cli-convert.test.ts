import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { unifiedDiff } from '../../runtime/src/cli/unified-diff.js';
import { cli, folderWith } from './cli-harness.js';

const noam = `# an experiment
optim_sches:
  type: noam.NoamLr # of the paper
  conf:
    optim_type: Adam
    optim_conf: {lr: 0.002}
    warmup_steps: 4000 # ramp
`;
const several = `optim_sches:
  ear: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}, updated_modules: encoder}}
  mouth: {type: torch.StepLR, conf: {optim_type: SGD, optim_conf: {}, step_size: 300, updated_modules: decoder}}
`;
const files = {
  'noam.yaml': noam,
  'several.yaml': several,
  'bad.yaml': noam.replace('warmup_steps: 4000', 'warmup_steps: -1'),
  'none.yaml': 'num_epochs: 3\n',
  'exp.yaml': 'num_epochs: 3\ntrain_cfg: noam.yaml\n',
};

/** One run in a folder of its own; what the file holds then. */
async function convert(args: readonly string[], stdin = '') {
  const cwd = folderWith(files);
  const result = await cli(['convert', ...args], { cwd, stdin, width: 300 });
  const name = args[0] ?? '';
  return { ...result, cwd, text: name === '-' ? '' : readFileSync(join(cwd, name), 'utf8') };
}

describe('convert', () => {
  it('shows a diff, and says how near the curves are', async () => {
    const { code, stdout, stderr, text } = await convert(['noam.yaml', '--to', 'espnet.WarmupLR']);
    expect([code, text]).toEqual([0, noam]);
    expect(stdout.split('\n').filter((line) => /^[-+]/.test(line))).toEqual([
      '--- noam.yaml',
      '+++ noam.yaml',
      '-  type: noam.NoamLr # of the paper',
      '+  type: espnet.WarmupLR # of the paper',
    ]);
    expect(stderr).toBe(
      'main: noam.NoamLr is now espnet.WarmupLR. The learning rate is the same at all 100,000 real steps.\n',
    );
  });

  it('writes the file', async () => {
    const { code, stdout, stderr, text } = await convert([
      'noam.yaml',
      '--to',
      'transformers.inverse_sqrt',
      '--write',
    ]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('Wrote noam.yaml.');
    expect(stdout).toContain('The curve is the same, one real step later');
    expect(text).toBe(
      noam.replace('noam.NoamLr', 'transformers.inverse_sqrt').replace('warmup_steps', 'num_warmup_steps'),
    );
  });

  it('reads and writes JSON without blanks', async () => {
    const compact = JSON.stringify({
      optim_sches: { type: 'noam.NoamLr', conf: { optim_type: 'Adam', optim_conf: {}, warmup_steps: 400 } },
    });
    const { code, stdout } = await convert(['-', '--to', 'transformers.inverse_sqrt', '--write'], compact);
    expect([code, stdout]).toEqual([
      0,
      compact
        .replace('noam.NoamLr', 'transformers.inverse_sqrt')
        .replace('"warmup_steps"', '"num_warmup_steps"'),
    ]);
  });

  it('tells the change of lr and what it means', async () => {
    const { stdout, stderr } = await convert(['noam.yaml', '--to', 'espnet.NoamLR']);
    expect(stdout).toContain('+    optim_conf: {lr: 2.8');
    expect(stderr).toMatch(/optim_conf\.lr changes from 0\.002 to 2\.86\d+\./);
    expect(stderr).toContain('lr is a factor in espnet.NoamLR: the peak stays 0.002.');
  });

  it('tells the largest difference and where it is', async () => {
    const { code, stderr } = await convert([
      'several.yaml',
      '--to',
      'torch.ExponentialLR',
      '--optimizer',
      'mouth',
      '--steps',
      '900',
    ]);
    expect(code).toBe(0);
    expect(stderr.replaceAll('\n', ' ')).toMatch(
      /largest difference over 900 real steps is 89\.9 %, .* at real step (300|600|900)\./,
    );
  });

  it('gives the new text of standard input', async () => {
    const { code, stdout, stderr } = await convert(['-', '--to', 'espnet.WarmupLR', '--write'], noam);
    expect([code, stdout]).toEqual([0, noam.replace('noam.NoamLr', 'espnet.WarmupLR')]);
    expect(stderr).toContain('The learning rate is the same');
  });

  it('takes the length of the training from the file', async () => {
    const { stderr } = await convert(
      ['-', '--to', 'espnet.WarmupLR', '--steps-per-epoch', '500'],
      `num_epochs: 4\n${noam}`,
    );
    expect(stderr).toContain('at all 2,000 real steps');
  });

  it.each([
    [
      ['noam.yaml', '--to', 'torch.StepLR'],
      1,
      /Not the same curve: .*largest relative difference over 100,000 real steps, .* at real step .* with noam\.NoamLr, .* with torch\.StepLR\. Nothing is written\. .*espnet\.WarmupLR/,
    ],
    [['noam.yaml', '--to', 'torch.StepLR', '--write'], 1, /Not the same curve: .* Nothing is written\./],
    [['noam.yaml', '--to', 'StepLR'], 2, /there is no schedule "StepLR"\. Did you mean "torch\.StepLR"/],
    [
      ['noam.yaml', '--to', 'torch.optim.lr_scheduler.StepLR'],
      2,
      /there is no schedule "torch\.optim\.lr_scheduler\.StepLR"\. Did you mean "torch\.StepLR"/,
    ],
    [
      ['noam.yaml', '--to', 'TriStage'],
      2,
      /Did you mean "fairseq\.tri_stage", "espnet\.TristageLR" or "speechbrain\.TriStageLRSchedule"/,
    ],
    [['noam.yaml', '--to', 'qqqq'], 2, /no schedule "qqqq"\. optim-sches schedules lists all/],
    [['bad.yaml', '--to', 'espnet.WarmupLR'], 1, /optim\/invalid-value[\s\S]*has errors: there is no curve/],
    [['none.yaml', '--to', 'espnet.WarmupLR'], 1, /it has no optim_sches/],
    [
      ['noam.yaml', '--to', 'espnet.WarmupLRR'],
      2,
      /there is no schedule "espnet.WarmupLRR"\. Did you mean "espnet.WarmupLR"/,
    ],
    [['noam.yaml'], 2, /--to <type>/],
    [
      ['several.yaml', '--to', 'espnet.WarmupLR'],
      2,
      /has 2 OptimSchedulers: name one with --optimizer \(ear, mouth\)/,
    ],
    [
      ['several.yaml', '--to', 'espnet.WarmupLR', '--optimizer', 'eer'],
      2,
      /no OptimScheduler "eer"\. Did you mean "ear"/,
    ],
    [
      ['exp.yaml', '--to', 'espnet.WarmupLR'],
      2,
      /it is in noam\.yaml, which its train_cfg names\. Convert that file/,
    ],
    [['gone.yaml', '--to', 'espnet.WarmupLR'], 2, /no such file/],
    [['noam.yaml', '--to', 'espnet.WarmupLR', '--steps', '0'], 2, /at least 1/],
  ])('%j answers %i', async (args, expected, message) => {
    const cwd = folderWith(files);
    const { code, stdout, stderr } = await cli(['convert', ...args], { cwd, width: 300 });
    expect([code, stdout]).toEqual([expected, '']);
    expect(stderr).toMatch(message);
    expect(readFileSync(join(cwd, 'noam.yaml'), 'utf8')).toBe(noam);
  });
});

describe('the diff', () => {
  const lines = (...numbers: number[]) => numbers.map((number) => `line ${number}\n`).join('');
  const cases: [name: string, before: string, after: string, diff: string][] = [
    ['nothing', 'a\n', 'a\n', ''],
    ['one line', 'a\n', 'b\n', '--- f\n+++ f\n@@ -1 +1 @@\n-a\n+b\n'],
    ['an empty text', '', 'b\n', '--- f\n+++ f\n@@ -0,0 +1 @@\n+b\n'],
    [
      'no end of line',
      'a\nb',
      'a\nc\n',
      '--- f\n+++ f\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n',
    ],
    [
      'two places',
      lines(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
      lines(2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 12),
      '--- f\n+++ f\n@@ -1,4 +1,3 @@\n-line 1\n line 2\n line 3\n line 4\n@@ -9,4 +8,5 @@\n line 9\n line 10\n line 11\n+line 13\n line 12\n',
    ],
  ];
  it.each(cases)('%s', (_, before, after, expected) => {
    expect(unifiedDiff('f', before, after)).toBe(expected);
  });

  const hasPatch = spawnSync('patch', ['--version']).status === 0;
  it.skipIf(!hasPatch)('is one that patch reads', async () => {
    const { stdout, cwd } = await convert([
      'several.yaml',
      '--to',
      'timm.StepLRScheduler',
      '--optimizer',
      'mouth',
    ]);
    execFileSync('patch', ['-s', '-p0'], { cwd, input: stdout });
    const { stdout: direct } = await convert(
      ['-', '--to', 'timm.StepLRScheduler', '--optimizer', 'mouth', '--write'],
      several,
    );
    expect(readFileSync(join(cwd, 'several.yaml'), 'utf8')).toBe(direct);
  });
});
