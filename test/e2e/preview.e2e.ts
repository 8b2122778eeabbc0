import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { session } from './lib/session.js';

const vscode = session({
  open: { file: 'quick.yaml', viewport: { width: 1400, height: 900 } },
  // The last commit is what an edit is compared with.
  prepare: (workspace) => {
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: workspace });
    git('init', '--quiet');
    git('add', '.');
    git('commit', '--quiet', '-m', 'first');
  },
});

const lrLine = 51;

/** What the panel says beneath the curve. */
const facts = () => vscode.workbench.webview().locator('.facts');

async function drag(handle: Locator, by: { readonly x: number; readonly y: number }): Promise<void> {
  const box = await handle.boundingBox();
  if (!box) throw new Error('The handle is not there.');
  const { mouse } = vscode.workbench.page;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await mouse.move(x, y);
  await mouse.down();
  await mouse.move(x + by.x, y + by.y, { steps: 8 });
  await vscode.workbench.webview().locator('.drag-label').waitFor();
  await vscode.picture('dragging');
  await mouse.up();
}

test('the panel opens beside the file, with its curve', async () => {
  const { workbench } = vscode;
  await workbench.goTo(46, 3);
  await workbench.page.locator('.codelens-decoration a', { hasText: 'Preview' }).click();
  await facts().getByText('4.4e-3').waitFor({ timeout: 30_000 });
  await vscode.picture('panel dark');
  expect(await workbench.page.locator('.tab', { hasText: 'Learning Rate: quick.yaml' }).count()).toBe(1);
});

test('each keystroke is drawn, with the last commit behind it', async () => {
  const { workbench } = vscode;
  const { page } = workbench;
  await workbench.openFile('quick.yaml');
  await workbench.goTo(lrLine, 19);
  // 0.0044 -> 0.0084
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Backspace');
  await page.keyboard.type('84');
  await facts().getByText('8.4e-3').waitFor();
  const legend = workbench.webview().locator('.legend');
  await legend.getByText('last commit').waitFor();
  await vscode.picture('ghost of the last commit');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await facts().getByText('4.4e-3').waitFor();
  await legend.getByText('last commit').waitFor({ state: 'detached' });
});

test('the peak is dragged: the number in the file changes, in one step of undo', async () => {
  const { workbench } = vscode;
  const { page } = workbench;
  await workbench.openFile('quick.yaml');
  await workbench.goTo(lrLine, 19);
  await drag(workbench.webview().getByRole('slider', { name: /peak/i }).first(), { x: 0, y: 120 });
  await workbench.line(/lr:\s0\.00[23]\d*/).waitFor();
  await facts()
    .getByText(/^[23]\.\d*e-3/)
    .first()
    .waitFor();
  await vscode.picture('peak dragged');
  await workbench.openFile('quick.yaml');
  await page.keyboard.press('Control+z');
  await workbench.line('lr: 0.0044').waitFor();
  await facts().getByText('4.4e-3').waitFor();
});

test('the end of the warm-up is dragged: the key that !ref names changes', async () => {
  const { workbench } = vscode;
  const { page } = workbench;
  await drag(
    workbench
      .webview()
      .getByRole('slider', { name: /warm-up/i })
      .first(),
    { x: 60, y: 0 },
  );
  await workbench.openFile('quick.yaml');
  await workbench.goTo(21, 1);
  await workbench.line(/warmup_steps:\s(?:2[2-9]|3|4)\d+/).waitFor();
  await page.keyboard.press('Control+z');
  await workbench.line('warmup_steps: 200').waitFor();
});

test('another file is laid over it', async () => {
  const { workbench } = vscode;
  await workbench.command('Optim Sches: Compare Learning Rate With…');
  await workbench.page
    .getByRole('option', { name: /two-optimizers\.yaml/ })
    .first()
    .click();
  await workbench.webview().locator('.legend').getByText('two-optimizers.yaml').first().waitFor();
  await vscode.picture('compared');
});

test('a curve is exported and copied', async () => {
  const { workbench } = vscode;
  const { page } = workbench;
  const panel = workbench.webview();
  for (const [format, start] of [
    ['svg', '<svg'],
    ['png', '\x89PNG'],
    ['csv', 'step,epoch,main'],
  ] as const) {
    await panel.getByRole('button', { name: /Export/ }).click();
    await panel.getByRole('menuitem', { name: new RegExp(format, 'i') }).click();
    const input = page.locator('.quick-input-widget input.input');
    const name = `quick-learning-rate.${format}`;
    await expect.poll(() => input.inputValue()).toContain(name);
    await page.keyboard.press('Enter');
    const file = join(vscode.host.workspace, name);
    await expect
      .poll(() => existsSync(file) && readFileSync(file, 'latin1').startsWith(start), { timeout: 15_000 })
      .toBe(true);
  }
  await panel.getByRole('button', { name: /^Copy/ }).click();
  await expect.poll(() => page.evaluate<string>('navigator.clipboard.readText()')).toMatch(/\bmain\b/);
});

test('the panel follows the editor, and comes back after a reload', async () => {
  const { workbench } = vscode;
  await workbench.openFile('two-optimizers.yaml');
  await facts().getByText('encoder').first().waitFor();
  await vscode.picture('two optimizers');
  await workbench.webview().getByRole('radio', { name: 'Epochs' }).check({ force: true });
  await workbench.reload();
  await facts().getByText('encoder').first().waitFor({ timeout: 60_000 });
  expect(await workbench.webview().getByRole('radio', { name: 'Epochs' }).isChecked()).toBe(true);
});

test('it is drawn for every theme', async () => {
  const { workbench } = vscode;
  for (const theme of ['Light Modern', 'Dark High Contrast', 'Light High Contrast']) {
    await workbench.setTheme(theme);
    await workbench.page.waitForTimeout(500);
    await vscode.picture(`panel ${theme.toLowerCase()}`);
  }
});
