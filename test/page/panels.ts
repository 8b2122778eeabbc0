import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import {
  type Bundle,
  bundlePage,
  type OpenPanel,
  openPanel,
  type PanelOptions,
  startBrowser,
} from './harness.mjs';

/** Opens panels in one browser for all tests of a file; each is closed after its test, and none may break its policy. */
export function usePanels(): (options: PanelOptions) => Promise<OpenPanel> {
  let browser: Browser;
  let bundle: Bundle;
  const open: OpenPanel[] = [];
  beforeAll(async () => {
    bundle = await bundlePage();
    browser = await startBrowser();
  });
  afterAll(() => browser?.close());
  afterEach(async () => {
    for (const panel of open.splice(0)) {
      const { violations } = panel;
      await panel.close();
      expect(violations).toEqual([]);
    }
  });
  return async (options) => {
    const panel = await openPanel(browser, bundle, options);
    open.push(panel);
    return panel;
  };
}

/** A slider of the chart. */
export const handleOf = (page: Page, kind: 'peak' | 'warmup', optimizer = 'main'): Locator =>
  page.locator(`[data-handle=${kind}][data-optimizer=${optimizer}]`);

/** The number that a slider stands for. */
export const numberOf = async (handle: Locator): Promise<number> =>
  Number(await handle.getAttribute('aria-valuenow'));

/** The middle of what a reader can touch. */
export async function middleOf(locator: Locator): Promise<{ x: number; y: number }> {
  const box = await locator.boundingBox();
  if (!box) throw new Error('It is not to be seen.');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** A place in the plot, as shares of it from its left and its top. */
export async function inPlot(page: Page, right: number, down: number): Promise<{ x: number; y: number }> {
  const box = await page.locator('.overlay').boundingBox();
  if (!box) throw new Error('There is no chart.');
  return { x: box.x + box.width * right, y: box.y + box.height * down };
}

/** What the page has asked of VS Code to keep. */
export const keptOf = (page: Page): Promise<{ view: Record<string, unknown>; uri: string }> =>
  page.evaluate('window.keptState');
