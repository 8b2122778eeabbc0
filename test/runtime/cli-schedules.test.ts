import { scheduleFamilies, schedulers, schedulesOf } from '@optim-sches/schemas';
import pc from 'picocolors';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { findSchedule } from '../../runtime/src/cli/find-schedule.js';
import { schedulePage } from '../../runtime/src/cli/schedule-page.js';
import { schedulesList } from '../../runtime/src/cli/schedules-list.js';
import { cli } from './cli-harness.js';

describe('schedules', () => {
  it('lists every schedule under its toolkit, with its curve and summary', async () => {
    const { code, stdout, stderr } = await cli(['schedules'], { width: 140 });
    expect([code, stderr]).toEqual([0, '']);
    const lines = stdout.split('\n');
    for (const { title } of scheduleFamilies) expect(lines).toContain(title);
    for (const { type, summary } of schedulers) {
      const line = lines.find((each) => each.startsWith(`  ${type} `)) ?? expect.fail(type);
      expect(line).toMatch(/ [▁-█]{16} /);
      expect(line).toContain(summary.split(' ').slice(0, 3).join(' '));
    }
  });

  it.each([44, 60, 80, 100, 140])('fits %i columns', async (width) => {
    // An address is not broken.
    for (const args of [['schedules'], ['schedules', 'torch.OneCycleLR'], ['schedules', 'noam.NoamLr']])
      for (const line of (await cli(args, { width })).stdout.split('\n'))
        if (!line.includes('https://')) expect(stringWidth(line), line).toBeLessThanOrEqual(width);
  });

  it.each(['nemo', 'NeMo', 'NEMO'])('--family %s lists one toolkit', async (family) => {
    const { stdout } = await cli(['schedules', '--family', family]);
    for (const entry of schedulers)
      expect(stdout.includes(`  ${entry.type}`), entry.type).toBe(entry.type.startsWith('nemo.'));
  });

  it('--json is the list for programs', async () => {
    const { schedules } = JSON.parse((await cli(['schedules', '--json'])).stdout);
    expect(schedules.map(({ type }: { type: string }) => type).sort()).toEqual(
      schedulers.map(({ type }) => type).sort(),
    );
    expect(schedules[0]).toEqual({
      type: 'noam.NoamLr',
      family: 'speechain',
      aliases: ['noam.Noamlr'],
      summary: schedulers[0]?.summary,
    });
    const nemo = JSON.parse((await cli(['schedules', '--json', '--family', 'nemo'])).stdout).schedules;
    expect(new Set(nemo.map(({ family }: { family: string }) => family))).toEqual(new Set(['nemo']));
  });

  it('draws no blocks where the terminal has none', () => {
    const output = { write: () => {}, width: 80, colours: pc.createColors(false), unicode: false };
    expect(schedulesList(scheduleFamilies, output)).not.toMatch(/[▁-█]/);
    const [noam] = schedulers;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is what is asked for
    if (noam) expect(schedulePage(noam, output)).toMatch(/^[\x00-\x7f]*$/);
  });
});

describe('schedules TYPE', () => {
  it('shows what it is, its curve, keys, formula, origin and a configuration', async () => {
    const { code, stdout } = await cli(['schedules', 'torch.StepLR']);
    expect(code).toBe(0);
    for (const text of [
      'torch.StepLR  PyTorch',
      'peak 0.1 at step 1',
      'step_size  required',
      'gamma  default 0.1, factor',
      'lr = optim_conf.lr * gamma^floor(t / step_size)',
      'The classes of torch.optim.lr_scheduler.',
      'interval: epoch',
    ])
      expect(stdout).toContain(text);
  });

  it.each(schedulers.map(({ type }) => [type]))(
    '%s ends with a configuration that is sound',
    async (type) => {
      const { stdout } = await cli(['schedules', type]);
      const yaml = stdout.slice(stdout.indexOf('\noptim_sches:\n') + 1);
      expect(yaml).toContain(`type: ${type}`);
      const checked = await cli(['check', '-', '--format', 'json'], { stdin: yaml });
      const [file] = JSON.parse(checked.stdout).files;
      const errors = file.problems.filter(({ severity }: { severity: string }) => severity === 'error');
      expect(errors).toEqual([]);
    },
  );

  it('--json has the same for programs', async () => {
    const page = JSON.parse((await cli(['schedules', 'transformers.linear', '--json'])).stdout);
    expect(page).toMatchObject({ type: 'transformers.linear', family: 'transformers' });
    expect(page.keys[0]).toMatchObject({ name: 'num_warmup_steps', required: true, unit: 'real steps' });
    expect(page.example.yaml).toMatch(/^optim_sches:\n {2}type: transformers\.linear\n/);
    expect(page.example.curve.lr).toHaveLength(page.example.curve.steps.length);
    expect(page.example.curve.lr[0]).toBe(0);
    expect(page.formula).toContain('num_warmup_steps');
    expect(page.notes.length).toBeGreaterThan(1);
  });
});

describe('the name of a schedule', () => {
  it.each([
    ['torch.StepLR', 'torch.StepLR'],
    ['StepLR', 'torch.StepLR'],
    ['steplr', 'torch.StepLR'],
    ['TORCH.STEPLR', 'torch.StepLR'],
    ['noam.Noamlr', 'noam.NoamLr'],
    ['noamhold', undefined],
    ['inverse_sqrt', undefined],
    ['tri_stage', 'fairseq.tri_stage'],
  ])('%s is %s', (name, type) => {
    if (type === undefined) expect(() => findSchedule(name)).toThrow();
    else expect(findSchedule(name).type).toBe(type);
  });

  it.each(schedulers.map(({ type }) => [type]))('%s is found in its family by its last part', (type) => {
    const family = scheduleFamilies.find((each) => schedulesOf(each).some((entry) => entry.type === type));
    expect(findSchedule(type.split('.')[1] ?? '', family).type).toBe(type);
  });

  it.each([
    ['torch.StpLR', 'There is no schedule "torch.StpLR". Did you mean "torch.StepLR"?'],
    [
      'torch.optim.lr_scheduler.StepLR',
      'There is no schedule "torch.optim.lr_scheduler.StepLR". Did you mean "torch.StepLR"?',
    ],
    ['StpLR', 'Did you mean "torch.StepLR"?'],
    ['pytorch.StepLR', 'Did you mean "torch.StepLR"?'],
    [
      'inverse_sqrt',
      'Several schedules are named "inverse_sqrt": transformers.inverse_sqrt, fairseq.inverse_sqrt',
    ],
    ['qqqqqqqqqqqq', 'optim-sches schedules lists all.'],
    ['\u001b[31mred', 'There is no schedule "␛[31mred"'],
    ['x'.repeat(5000), 'optim-sches schedules lists all.'],
  ])('%j answers 2 with the nearest', async (name, message) => {
    const { code, stdout, stderr } = await cli(['schedules', name]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });

  it.each([
    [['--family', 'nemoo'], 'There is no family "nemoo" of schedules. Did you mean "nemo"?'],
    [['--family', 'zzzzzzzz'], 'There are: speechain, torch,'],
    [['CosineAnnealing', '--family', 'espnet'], 'There is no schedule "CosineAnnealing".'],
    [['a', 'b'], 'too many arguments'],
  ])('%j answers 2', async (args, message) => {
    const { code, stderr } = await cli(['schedules', ...args]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
