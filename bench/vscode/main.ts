// The extension in VS Code: how long it takes to start, from a key to the redrawn curve, and what memory it takes.
//   npm run package && bash test/e2e/host/setup.sh && npx jiti bench/vscode/main.ts [--keys 60]
// Writes bench/results/vscode.json and vscode.md. Run it on a machine that does nothing else.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Frame, Page } from 'playwright-core';
import { startBrowser } from '../../test/e2e/lib/browser.js';
import { startHost } from '../../test/e2e/lib/host.js';
import { Workbench } from '../../test/e2e/lib/workbench.js';
import { page as pageOf } from './page.js';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const { values } = parseArgs({ options: { keys: { type: 'string', default: '60' } } });

/** Resident memory in MB of the processes whose command line has all of some words. */
function memoryOf(...words: readonly string[]): number {
  const of = (pid: string) => {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      if (!words.every((word) => command.includes(word))) return 0;
      return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
    } catch {
      // It has ended meanwhile.
      return 0;
    }
  };
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .reduce((sum, pid) => sum + of(pid), 0);
}

const quantile = (list: readonly number[], share: number) =>
  [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(share * list.length))] ?? Number.NaN;

/** Milliseconds that VS Code itself counted for the start of the extension. */
async function activation(workbench: Workbench): Promise<number> {
  await workbench.command('Developer: Show Running Extensions');
  const row = workbench.page.locator('.runtime-extensions-editor .monaco-list-row, .monaco-list-row', {
    hasText: 'Optim Sches',
  });
  const text = (await row.first().textContent()) ?? '';
  await workbench.page.keyboard.press('Escape');
  const time = /Activation:\s*(\d+)\s*ms/.exec(text)?.[1];
  if (time === undefined) throw new Error(`VS Code says nothing about the start: ${text}`);
  return Number(time);
}

/** The frame of the panel's page. */
async function panelFrame(page: Page): Promise<Frame> {
  for (const frame of page.frames()) if (await frame.locator('.facts').count()) return frame;
  throw new Error('The panel is not there.');
}

const browser = await startBrowser();
const load = loadavg()[0] ?? 0;

async function measure(withExtension: boolean) {
  const host = await startHost({
    workspace: at('test/e2e/workspace'),
    vsix: withExtension ? [at('extension/dist/optim-sches.vsix')] : [],
    settings: { 'git.enabled': false },
  });
  try {
    const workbench = await Workbench.open(browser, host, { file: 'quick.yaml' });
    await workbench.page.waitForTimeout(8000);
    const atRest = memoryOf('bootstrap-fork', '--type=extensionHost');
    if (!withExtension) return { extensionHost: atRest };
    const started = await activation(workbench);
    await workbench.openFile('quick.yaml');
    await workbench.command('Optim Sches: Preview Learning Rate');
    await workbench.webview().locator('.facts').getByText('4.4e-3').waitFor({ timeout: 30_000 });
    await workbench.openFile('quick.yaml');
    await workbench.goTo(51, 19);
    const times = await keys(workbench, await panelFrame(workbench.page), Number(values.keys));
    return {
      activation: started,
      times,
      extensionHost: memoryOf('bootstrap-fork', '--type=extensionHost'),
      extensionHostAtRest: atRest,
      server: memoryOf(host.folder, 'dist/server.js'),
    };
  } finally {
    await host.stop();
  }
}

/** From the key to the frame in which the panel has drawn its curve, over and over. */
async function keys(workbench: Workbench, panel: Frame, count: number): Promise<number[]> {
  const times: number[] = [];
  await workbench.page.evaluate(() => {
    const kept = window as unknown as { keyAt: number };
    addEventListener('keydown', () => (kept.keyAt = performance.timeOrigin + performance.now()), true);
  });
  await panel.evaluate(() => {
    const kept = window as unknown as { drawnAt: number };
    const facts = document.querySelector('.facts');
    // The facts are drawn in the frame of the curve.
    if (facts)
      new MutationObserver(() =>
        requestAnimationFrame(() => (kept.drawnAt = performance.timeOrigin + performance.now())),
      ).observe(facts, { childList: true, subtree: true, characterData: true });
  });
  for (let n = 0; n < count; n++) {
    const before = await panel.evaluate(() => (window as unknown as { drawnAt?: number }).drawnAt ?? 0);
    if (n % 2 === 0) await workbench.page.keyboard.press(String(1 + (n % 9)));
    else await workbench.page.keyboard.press('Backspace');
    await panel.waitForFunction(
      (old) => ((window as unknown as { drawnAt?: number }).drawnAt ?? 0) > old,
      before,
    );
    const drawnAt = await panel.evaluate(() => (window as unknown as { drawnAt: number }).drawnAt);
    const keyAt = await workbench.page.evaluate(() => (window as unknown as { keyAt: number }).keyAt);
    // The first ones run in code that no engine has compiled yet.
    if (n >= 6) times.push(drawnAt - keyAt);
    await workbench.page.waitForTimeout(150);
  }
  return times;
}

try {
  const without = await measure(false);
  const { times = [], ...own } = await measure(true);
  const result = {
    machine: `${cpus().length} cores, ${cpus()[0]?.model.trim()}`,
    chromium: browser.version(),
    loadAverage: { before: load, after: loadavg()[0] ?? 0 },
    keyToCurve: {
      count: times.length,
      p50: quantile(times, 0.5),
      p95: quantile(times, 0.95),
      longest: Math.max(...times),
    },
    ...own,
    extensionHostWithout: without.extensionHost,
  };
  mkdirSync(at('bench/results'), { recursive: true });
  writeFileSync(at('bench/results/vscode.json'), `${JSON.stringify(result, null, 1)}\n`);
  const text = pageOf(result);
  writeFileSync(at('bench/results/vscode.md'), text);
  console.log(text);
} finally {
  await browser.close();
}
