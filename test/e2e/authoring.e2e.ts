import { expect, test } from 'vitest';
import { session } from './lib/session.js';

const vscode = session({ open: { file: 'mistake.yaml' } });

test('a mistake is underlined and stands in Problems', async () => {
  const { page } = vscode.workbench;
  await page.locator('.squiggly-error').first().waitFor();
  await vscode.workbench.command('Problems: Focus on Problems View');
  const row = page.locator('.markers-panel .monaco-list-row', {
    hasText: '"lrr" is not an argument of torch.optim.Adam',
  });
  await row.waitFor();
  expect(await row.textContent()).toContain('Did you mean "lr"?');
  // One mistake, one problem: the file and its only problem.
  expect(await page.locator('.markers-panel .monaco-list-row').count()).toBe(2);
  await vscode.picture('problems');
  await vscode.workbench.command('View: Hide Panel');
});

test('its hover leads to its page', async () => {
  const { workbench } = vscode;
  const hover = await workbench.hoverAt(11, 10);
  const link = hover.locator('a', { hasText: 'unknown-key' }).first();
  await link.waitFor();
  await vscode.picture('problem hover');
  await link.click();
  await workbench.page.locator('.tab', { hasText: 'unknown-key.md' }).waitFor();
  await vscode.picture('problem page');
  await workbench.command('View: Close Editor');
});

test('a quick fix mends it', async () => {
  const { workbench } = vscode;
  const { page } = workbench;
  await workbench.openFile('mistake.yaml');
  await workbench.goTo(11, 10);
  await workbench.quickFix('Change to lr');
  await vscode.picture('quick fix');
  await page.keyboard.press('Enter');
  await workbench.line('lr: 0.002').waitFor();
  await page.locator('.squiggly-error').waitFor({ state: 'detached' });
});

test('a key is completed, with its docs', async () => {
  const { workbench } = vscode;
  const { page } = workbench;
  await workbench.goTo(12, 27);
  await page.keyboard.press('Enter');
  await page.keyboard.type('wei');
  const { list, docs } = await workbench.suggestions();
  await list.locator('.monaco-list-row', { hasText: 'weight_decay' }).first().waitFor();
  expect(await docs.textContent()).toMatch(/default/i);
  await vscode.picture('completion');
  await page.keyboard.press('Enter');
  await workbench.line(/weight_decay:\s0/).waitFor();
  await page.keyboard.press('Escape');
});

test('a schedule is completed with the picture of its curve', async () => {
  const { workbench } = vscode;
  const { page } = workbench;
  await workbench.openFile('mistake.yaml');
  await workbench.goTo(7, 22);
  await page.keyboard.press('Shift+Home');
  await page.keyboard.type('type: Cosine');
  const { list, docs } = await workbench.suggestions();
  await list.locator('.monaco-list-row', { hasText: 'torch.CosineAnnealingLR' }).first().waitFor();
  const picture = docs.locator('img').first();
  await picture.waitFor();
  expect(
    await picture.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth),
  ).toBeGreaterThan(0);
  await vscode.picture('completion of a schedule');
  await page.keyboard.press('Escape');
  await workbench.command('File: Revert File');
  await workbench.line('lrr: 0.002').waitFor();
});

test('hover shows the curve as a picture, drawn for the theme', async () => {
  const { workbench } = vscode;
  const hover = await workbench.hoverAt(5, 3);
  const picture = hover.locator('img').first();
  await picture.waitFor();
  const size = () =>
    picture.evaluate((image) => {
      const { naturalWidth, naturalHeight } = image as unknown as {
        naturalWidth: number;
        naturalHeight: number;
      };
      return { naturalWidth, naturalHeight };
    });
  await expect.poll(async () => (await size()).naturalWidth).toBeGreaterThan(0);
  const { naturalWidth, naturalHeight } = await size();
  expect(naturalWidth).toBeLessThanOrEqual(720);
  expect(naturalHeight).toBeLessThanOrEqual(200);
  const source = () => picture.getAttribute('src');
  const dark = await source();
  expect(await hover.textContent()).toContain('peak');
  await vscode.picture('hover dark');
  for (const [theme, name] of [
    ['Light Modern', 'light'],
    ['Dark High Contrast', 'high contrast'],
  ] as const) {
    await workbench.setTheme(theme);
    const again = await workbench.hoverAt(5, 3);
    const other = again.locator('img').first();
    await other.waitFor();
    expect(await other.getAttribute('src')).not.toBe(dark);
    await vscode.picture(`hover ${name}`);
  }
  await workbench.setTheme('Dark Modern');
});

test('the effective configuration is a page', async () => {
  const { workbench } = vscode;
  await workbench.openFile('mistake.yaml');
  await workbench.command('Optim Sches: Show Effective Configuration');
  await workbench.webview().locator('text=optim_conf.betas').first().waitFor({ timeout: 30_000 });
  await vscode.picture('effective configuration');
});
