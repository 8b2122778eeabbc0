import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { session } from './lib/session.js';

// Nothing but the extension: the runtime that it carries trains.
const vscode = session({ open: { file: 'quick.yaml', viewport: { width: 1400, height: 900 } } });

const status = () =>
  vscode.workbench.page.locator('#workbench\\.parts\\.statusbar .statusbar-item', { hasText: 'quick ·' });
const legend = () => vscode.workbench.webview().locator('.legend');

const runFolder = () => {
  const runs = join(vscode.host.workspace, 'runs');
  const [name] = existsSync(runs) ? readdirSync(runs) : [];
  if (name === undefined) throw new Error('There is no run.');
  return join(runs, name);
};
const read = (name: string) => readFileSync(join(runFolder(), name), 'utf8');
const stepsDone = () =>
  read('metrics.jsonl')
    .trim()
    .split('\n')
    .filter((line) => line.includes('realStep')).length;

async function stop(): Promise<void> {
  await vscode.workbench.command('Optim Sches: Stop Training');
  await status()
    .getByText(/stopped/)
    .waitFor({ timeout: 30_000 });
}

test('a training starts from the code lens, is seen in the status bar and over the planned curve', async () => {
  const { workbench } = vscode;
  await workbench.page.waitForTimeout(2000);
  await workbench.goTo(46, 3);
  await workbench.page.locator('.codelens-decoration a', { hasText: 'Train' }).click({ timeout: 60_000 });
  await status()
    .getByText(/step [1-9]\d* \/ 1,000 · loss [\d.]+/)
    .waitFor({ timeout: 60_000 });
  await legend()
    .getByText(/^quick-\d{8}-\d{6}$/)
    .waitFor({ timeout: 30_000 });
  // What runs is what was drawn: the points lie on the curve.
  await expect.poll(() => stepsDone(), { timeout: 60_000 }).toBeGreaterThan(60);
  const [first] = read('metrics.jsonl').split('\n');
  const { lr } = JSON.parse(first ?? '');
  expect(lr.main).toBeCloseTo(0.0044 / 200, 12);
  await vscode.picture('training');
  await status().hover();
  await workbench.page.locator('.monaco-hover:visible', { hasText: 'runs' }).first().waitFor();
  await vscode.picture('training in the status bar');
});

test('it stays over its curve, whatever else is looked at meanwhile', async () => {
  const { workbench } = vscode;
  await workbench.openFile('two-optimizers.yaml');
  await legend().getByText('encoder_optim').waitFor();
  expect(
    await legend()
      .getByText(/^quick-/)
      .count(),
  ).toBe(0);
  await workbench.openFile('quick.yaml');
  await legend()
    .getByText(/^quick-\d{8}-\d{6}$/)
    .waitFor();
});

test('it is stopped, and everything is saved', async () => {
  const { workbench } = vscode;
  await stop();
  await workbench.page.locator('.notification-toast', { hasText: /stopped after step/ }).waitFor();
  await vscode.picture('stopped');
  const run = JSON.parse(read('run.json'));
  expect(run.ended.outcome).toBe('interrupted');
  expect(run.versions['optim-sches']).toBe('0.1.0');
  expect(readdirSync(join(runFolder(), 'checkpoints'))).toContain(`step-${run.ended.step}`);
});

test('it stands in the history, and is resumed from there', async () => {
  const { workbench } = vscode;
  const { page } = workbench;
  const before = stepsDone();
  await workbench.command('Explorer: Focus on Training Runs View');
  const row = page
    .locator('.pane', { hasText: 'Training Runs' })
    .locator('.monaco-list-row', { hasText: 'quick' })
    .first();
  await row.waitFor();
  await row.hover();
  await row.getByRole('button', { name: 'Resume Training' }).click();
  await expect.poll(() => stepsDone(), { timeout: 60_000 }).toBeGreaterThan(before + 20);
  await vscode.picture('resumed');
  await stop();
  const steps = read('metrics.jsonl')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter(({ realStep }) => realStep !== undefined)
    .map(({ step }) => step);
  // No step is missing, and none is there twice.
  expect(steps).toEqual(steps.map((_, index) => index + 1));
});

test('its curve with its points has a panel of its own', async () => {
  const { workbench } = vscode;
  const { page } = workbench;
  await workbench.command('Notifications: Clear All Notifications');
  const row = page
    .locator('.pane', { hasText: 'Training Runs' })
    .locator('.monaco-list-row', { hasText: 'quick' })
    .first();
  await row.hover();
  await row.getByRole('button', { name: 'Show Curve' }).click();
  await page.locator('.tab', { hasText: /Learning Rate: quick-\d{8}/ }).waitFor();
  await legend()
    .getByText(/^quick-\d{8}-\d{6}$/)
    .waitFor();
  await row.click();
  await page.keyboard.press('ArrowRight');
  await page.waitForTimeout(500);
  await vscode.picture('history');
});

test('a mistake is refused before anything is written', async () => {
  const { workbench } = vscode;
  await workbench.openFile('mistake.yaml');
  await workbench.command('Optim Sches: Train With This Configuration');
  await workbench.page.locator('.notification-toast').first().waitFor({ timeout: 60_000 });
  await vscode.picture('refused');
  expect(readdirSync(join(vscode.host.workspace, 'runs'))).toHaveLength(1);
});

test('a training that is killed is told, with a way on', async () => {
  const { workbench } = vscode;
  const { page } = workbench;
  await workbench.command('Notifications: Clear All Notifications');
  await workbench.openFile('quick.yaml');
  await workbench.command('Optim Sches: Train With This Configuration');
  await status()
    .getByText(/step [1-9]\d* \/ 1,000 · loss [\d.]+/)
    .waitFor({ timeout: 60_000 });
  execFileSync('pkill', ['-9', '-f', `${vscode.host.folder}.*runtime/bin/optim-sches.js`]);
  const message = page.locator('.notification-toast', { hasText: 'memory' });
  await message.waitFor({ timeout: 30_000 });
  await vscode.picture('killed');
  expect(await message.getByRole('button', { name: 'Resume' }).count()).toBe(1);
});

test('two runs are compared', async () => {
  const { workbench } = vscode;
  const { page } = workbench;
  await workbench.command('Notifications: Clear All Notifications');
  await workbench.command('Explorer: Focus on Training Runs View');
  const rows = page
    .locator('.pane', { hasText: 'Training Runs' })
    .locator('.monaco-list-row[aria-level="1"]', { hasText: 'quick' });
  await expect.poll(() => rows.count()).toBe(2);
  await rows.first().click();
  await rows.last().click({ modifiers: ['ControlOrMeta'] });
  await workbench.command('Optim Sches: Compare Curves');
  await expect
    .poll(() =>
      legend()
        .getByText(/^quick-\d{8}-\d{6}$/)
        .count(),
    )
    .toBe(2);
  await vscode.picture('two runs');
});

test('the experiments of the workspace are tasks', async () => {
  const { workbench } = vscode;
  const { page } = workbench;
  await workbench.command('Tasks: Run Task');
  await page.locator('.quick-input-widget input.input').fill('optim-sches');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'optim-sches' }).first().click();
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'train quick.yaml' }).first().waitFor();
  await vscode.picture('tasks');
  await page.keyboard.press('Escape');
});
