import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { packageNeighbour } from './lib/neighbour.js';
import { session, vsix } from './lib/session.js';

describe('beside the YAML extension', () => {
  const vscode = session({ vsix: [vsix, packageNeighbour], open: { file: 'quick.yaml' } });

  test('SpeeChain’s tags are known to it, so that a right file has no problem', async () => {
    const { workbench } = vscode;
    await workbench.page.locator('.statusbar-item', { hasText: 'YAML' }).first().waitFor();
    await workbench.openFile('mistake.yaml');
    // Both have checked their files when this one's own mistake is there.
    await workbench.page.locator('.squiggly-error').first().waitFor();
    await workbench.page.waitForTimeout(3000);
    await workbench.openFile('quick.yaml');
    await workbench.page.waitForTimeout(2000);
    await workbench.command('Problems: Focus on Problems View');
    const rows = workbench.page.locator('.markers-panel .monaco-list-row');
    // The file with the mistake, and the mistake.
    await expect.poll(() => rows.allTextContents()).toHaveLength(2);
    expect((await rows.allTextContents()).join()).not.toContain('quick.yaml');
  });

  test('broken YAML is one problem', async () => {
    const { workbench } = vscode;
    const { page } = workbench;
    await workbench.openFile('quick.yaml');
    await workbench.goTo(52, 30);
    await page.keyboard.press('Backspace');
    const rows = page.locator('.markers-panel .monaco-list-row', { hasText: /\[Ln/ });
    await rows.filter({ hasText: 'YAML' }).first().waitFor({ timeout: 20_000 });
    await page.waitForTimeout(1500);
    const own = (await rows.allTextContents()).filter((text) => text.includes('yaml-'));
    expect(own).toEqual([]);
    await vscode.picture('beside the YAML extension');
  });
});

describe('in a workspace that is not trusted', () => {
  const vscode = session({
    open: { file: 'quick.yaml', viewport: { width: 1400, height: 900 } },
    settings: { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' },
  });

  test('everything works but training', async () => {
    const { workbench } = vscode;
    const { page } = workbench;
    await page.getByText('Restricted Mode').first().waitFor({ timeout: 60_000 });
    const hover = await workbench.hoverAt(46, 5);
    await hover.locator('img').first().waitFor();
    await page.keyboard.press('Escape');
    await workbench.command('Optim Sches: Preview Learning Rate');
    const panel = workbench.webview();
    await panel.locator('.facts').getByText('4.4e-3').waitFor({ timeout: 30_000 });
    expect(await panel.getByRole('button', { name: /Train/ }).count()).toBe(0);
    await workbench.openFile('quick.yaml');
    await workbench.command('Optim Sches: Train With This Configuration');
    const message = page
      .locator('.notification-toast, .monaco-dialog-box', { hasText: 'not trusted' })
      .first();
    await message.waitFor();
    await vscode.picture('not trusted');
  });
});

describe('when the language server is killed', () => {
  const vscode = session({ open: { file: 'mistake.yaml' } });

  test('it is started again, which is said once, and nothing is lost', async () => {
    const { workbench } = vscode;
    const { page } = workbench;
    await page.locator('.squiggly-error').first().waitFor({ timeout: 60_000 });
    // What is written and not saved stays.
    await workbench.goTo(1, 28);
    await page.keyboard.type(' Really.');
    const killed = () => execFileSync('pkill', ['-9', '-f', `${vscode.host.folder}.*dist/server.js`]);
    killed();
    const said = page.locator('.notification-toast', { hasText: 'has been started again' });
    await said.waitFor();
    await vscode.picture('started again');
    const hover = await workbench.hoverAt(5, 3);
    await hover.locator('img').first().waitFor();
    await workbench.line('Really.').waitFor();
    await workbench.command('Notifications: Clear All Notifications');
    killed();
    await page.waitForTimeout(3000);
    expect(await said.count()).toBe(0);
    const again = await workbench.hoverAt(5, 3);
    await again.locator('img').first().waitFor();
  });
});

describe('the first steps', () => {
  const vscode = session({ open: { viewport: { width: 1400, height: 900 } } });

  test('the walkthrough leads from the sample to a curve', async () => {
    const { workbench } = vscode;
    const { page } = workbench;
    await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: 60_000 });
    await workbench.command('Optim Sches: Get Started');
    await page.getByText('Get Started with Optim Sches').first().waitFor({ timeout: 30_000 });
    await page.waitForTimeout(1500);
    await vscode.picture('walkthrough');
    await page.getByRole('button', { name: 'Open Sample' }).click();
    await page.locator('.tab.active[data-resource-name="first-steps.yaml"]').waitFor();
    await workbench.goTo(46, 9);
    await page.locator('.squiggly-error').first().waitFor();
    await workbench.quickFix('Change to warmup_steps');
    await page.keyboard.press('Enter');
    await workbench.line('warmup_steps: 200').waitFor();
    await workbench.command('Optim Sches: Preview Learning Rate');
    await workbench.webview().locator('.facts').getByText('4.4e-3').waitFor({ timeout: 30_000 });
    await vscode.picture('sample');
  });
});
