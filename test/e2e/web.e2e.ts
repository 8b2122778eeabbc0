import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { pack } from './lib/neighbour.js';
import { session } from './lib/session.js';

const extension = fileURLToPath(new URL('../../extension', import.meta.url));

/** The extension with its browser's door alone, as vscode.dev uses it: the window's web worker runs it. */
async function packageForWeb(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'web-'));
  cpSync(extension, folder, {
    recursive: true,
    filter: (file) => !/[/\\](?:src|runtime|docs|node_modules)$|node\.cjs$|server\.js$|\.vsix$/.test(file),
  });
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  for (const key of ['main', 'extensionKind']) delete manifest[key];
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  const vsix = pack(folder, join(tmpdir(), 'optim-sches-web.vsix'));
  rmSync(folder, { recursive: true });
  return vsix;
}

const vscode = session({
  vsix: [packageForWeb],
  open: { file: 'mistake.yaml', viewport: { width: 1400, height: 900 } },
});

test('in a browser’s worker: problems, and files that train_cfg names', async () => {
  const { workbench } = vscode;
  const { page } = workbench;
  await page.locator('.squiggly-error').first().waitFor({ timeout: 60_000 });
  await workbench.openFile('exp_cfg.yaml');
  // The worker has no files: it asks the editor for the one that is named. A hover before the answer has no curve.
  const text = async () => {
    const hover = await workbench.hoverAt(9, 3);
    await hover
      .locator('img')
      .first()
      .waitFor({ timeout: 3000 })
      .catch(() => undefined);
    return hover.textContent();
  };
  await expect.poll(text, { timeout: 45_000 }).toContain('peak 3.0e-3');
  await workbench.command('Problems: Focus on Problems View');
  expect(await page.locator('.markers-panel .monaco-list-row').allTextContents()).not.toContainEqual(
    expect.stringContaining('exp_cfg.yaml'),
  );
  await workbench.command('View: Hide Panel');
});

test('in a browser’s worker: hover and preview, but no training', async () => {
  const { workbench } = vscode;
  await workbench.openFile('quick.yaml');
  await workbench.command('Optim Sches: Preview Learning Rate');
  const panel = workbench.webview();
  await panel.locator('.facts').getByText('4.4e-3').waitFor({ timeout: 30_000 });
  expect(await panel.getByRole('button', { name: /Train/ }).count()).toBe(0);
  await workbench.openFile('quick.yaml');
  await workbench.goTo(51, 19);
  await workbench.page.keyboard.press('Backspace');
  await workbench.page.keyboard.type('8');
  await panel.locator('.facts').getByText('4.8e-3').waitFor();
  await vscode.picture('in a browser');
});
