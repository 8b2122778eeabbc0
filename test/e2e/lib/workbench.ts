import type { Browser, FrameLocator, Locator, Page } from 'playwright-core';
import type { Host } from './host.js';

export interface OpenOptions {
  /** A file of the workspace that is opened at once. */
  readonly file?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly scale?: number;
}

/** VS Code's window, driven as a person would: by keys, clicks and what is on the screen. */
export class Workbench {
  readonly page: Page;
  readonly #host: Host;

  private constructor(page: Page, host: Host) {
    this.page = page;
    this.#host = host;
  }

  static async open(
    browser: Browser,
    host: Host,
    { file, viewport, scale = 1 }: OpenOptions = {},
  ): Promise<Workbench> {
    const context = await browser.newContext({
      viewport: viewport ?? { width: 1280, height: 800 },
      deviceScaleFactor: scale,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const page = await context.newPage();
    const workbench = new Workbench(page, host);
    const url = new URL(host.url);
    url.searchParams.set('folder', host.workspace);
    if (file !== undefined)
      url.searchParams.set(
        'payload',
        JSON.stringify([['openFile', `vscode-remote://${url.host}${host.workspace}/${file}`]]),
      );
    await page.goto(url.href, { waitUntil: 'domcontentloaded' });
    await page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
    if (file !== undefined)
      await page.locator('.monaco-editor .view-line').first().waitFor({ timeout: 60_000 });
    return workbench;
  }

  close(): Promise<void> {
    return this.page.context().close();
  }

  /** Loads the window anew, as "Reload Window" does; what is open comes back. */
  async reload(): Promise<void> {
    // What is open is written down a moment after it has changed.
    await this.page.waitForTimeout(5000);
    const url = new URL(this.page.url());
    url.searchParams.delete('payload');
    await this.page.goto(url.href, { waitUntil: 'domcontentloaded' });
    await this.page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
  }

  /** Runs a command by its words in the command palette. */
  async command(name: string): Promise<void> {
    await this.page.keyboard.press('F1');
    const input = this.page.locator('.quick-input-widget input.input');
    await input.waitFor();
    await input.fill(`>${name}`);
    await this.page
      .locator('.quick-input-list .monaco-list-row')
      .filter({ has: this.page.getByText(name, { exact: true }) })
      .first()
      .click();
  }

  /** Opens a file of the workspace in the first group, and gives it the keyboard. */
  async openFile(name: string): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.command('View: Focus First Editor Group');
    await this.page.keyboard.press('Control+p');
    const input = this.page.locator('.quick-input-widget input.input');
    await input.waitFor();
    await input.fill(name);
    // The list is made while one types, and again when files have been looked for: it must have settled.
    const first = this.page
      .locator('.quick-input-list .monaco-list-row.focused')
      .getByText(name, { exact: true });
    for (let settled = 0; settled < 3; settled++) {
      await first.waitFor();
      await this.page.waitForTimeout(150);
    }
    await this.page.keyboard.press('Enter');
    await this.page.locator(`.tab.active.selected[data-resource-name="${name}"]`).waitFor();
  }

  /** Puts the cursor at a place, both counted from 1. */
  async goTo(line: number, column = 1): Promise<void> {
    await this.page.keyboard.press('Control+g');
    const input = this.page.locator('.quick-input-widget input.input');
    await input.waitFor();
    await input.fill(`:${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  /**
   * Opens the menu of quick fixes at the cursor, and answers an action of it. The editor closes the menu when lenses or problems
   * come in meanwhile: then it is opened again.
   */
  async quickFix(text: string): Promise<Locator> {
    const action = this.page.locator('.action-widget .monaco-list-row.action', { hasText: text });
    for (let times = 1; ; times++) {
      await this.page.keyboard.press('Control+.');
      try {
        await action.waitFor({ timeout: 8000 });
        return action;
      } catch (error) {
        if (times === 4) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
  }

  /** Shows the hover at a place by keys, which need no mouse. */
  async hoverAt(line: number, column = 2): Promise<Locator> {
    await this.page.keyboard.press('Escape');
    await this.goTo(line, column);
    await this.page.keyboard.press('Control+k');
    await this.page.keyboard.press('Control+i');
    const hover = this.page.locator('.monaco-resizable-hover .monaco-hover:visible').first();
    await hover.waitFor({ timeout: 15_000 });
    return hover;
  }

  /** Chooses a colour theme by its words in the list of themes: `Light Modern`. */
  async setTheme(theme: string): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.command('Preferences: Color Theme');
    const input = this.page.locator('.quick-input-widget input.input');
    await input.fill(theme);
    await this.page.getByRole('option', { name: theme, exact: false }).first().click();
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  /** The suggestions at the cursor, with the docs of the chosen one beside them. */
  async suggestions(): Promise<{ readonly list: Locator; readonly docs: Locator }> {
    await this.page.keyboard.press('Control+Space');
    const list = this.page.locator('.suggest-widget.visible .monaco-list');
    await list.locator('.monaco-list-row').first().waitFor();
    const docs = this.page.locator('.suggest-details:visible');
    // Whether the docs are shown is remembered from one time to the next.
    const isShown = await docs.waitFor({ timeout: 1500 }).then(
      () => true,
      () => false,
    );
    if (!isShown) await this.page.keyboard.press('Control+Space');
    await docs.waitFor();
    return { list, docs };
  }

  line(text: string | RegExp): Locator {
    return this.page.locator('.monaco-editor .view-line', { hasText: text });
  }

  /** The page inside the newest webview panel. */
  webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').last().frameLocator('iframe#active-frame');
  }

  get host(): Host {
    return this.#host;
  }
}
