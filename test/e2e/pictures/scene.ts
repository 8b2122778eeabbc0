import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import type { Browser, Locator } from 'playwright-core';
import type { Host } from '../lib/host.js';
import { Workbench } from '../lib/workbench.js';

export const themes = ['dark', 'light'] as const;
export type Theme = (typeof themes)[number];

const words: Readonly<Record<Theme, string>> = { dark: 'Dark Modern', light: 'Light Modern' };

/** The sample in the editor, from its mistake to its training. */
export class Scene {
  readonly #workbench: Workbench;

  private constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  static async open(
    browser: Browser,
    host: Host,
    { theme, file }: { theme: Theme; file: string },
  ): Promise<Scene> {
    const workbench = await Workbench.open(browser, host, { file, viewport: { width: 1120, height: 700 } });
    await workbench.setTheme(words[theme]);
    await workbench.page.keyboard.press('Control+b');
    return new Scene(workbench);
  }

  get page() {
    return this.#workbench.page;
  }

  close(): Promise<void> {
    return this.#workbench.close();
  }

  /** The file with its mistake underlined. */
  async ready(): Promise<void> {
    await this.#workbench.openFile('first-steps.yaml');
    await this.#workbench.goTo(46, 9);
    await this.page.locator('.squiggly-error').first().waitFor({ timeout: 60_000 });
    await this.#settled();
  }

  async quickFix(): Promise<void> {
    await this.#workbench.quickFix('Change to warmup_steps');
    await this.#settled();
  }

  async applyFix(): Promise<void> {
    await this.page.keyboard.press('Enter');
    await this.#workbench.line('warmup_steps: 200').waitFor();
    await this.#workbench.command('File: Save');
  }

  /** The curve on "optim_sches". */
  async hover(): Promise<void> {
    await this.#settled();
    const hover = await this.#workbench.hoverAt(38, 5);
    await hover.locator('img').first().waitFor();
    // A move of the mouse would close it.
    await this.page.waitForTimeout(800);
  }

  async preview(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.#workbench.command('Optim Sches: Preview Learning Rate');
    await this.#workbench.webview().locator('.facts').getByText('4.4e-3').waitFor({ timeout: 30_000 });
    await this.#workbench.openFile('first-steps.yaml');
    await this.#workbench.goTo(43, 19);
    await this.#settled();
  }

  handle(name: RegExp): Locator {
    return this.#workbench.webview().getByRole('slider', { name }).first();
  }

  async undo(): Promise<void> {
    await this.#workbench.openFile('first-steps.yaml');
    await this.page.keyboard.press('Control+z');
    await this.#settled();
  }

  /** A training that has come some way over its curve. */
  async train(): Promise<void> {
    await this.#workbench.openFile('first-steps.yaml');
    await this.#workbench.command('Optim Sches: Train With This Configuration');
    const status = this.page.locator('.statusbar-item', { hasText: /step (?:3[3-9]\d|[4-9]\d\d) \/ 1,000/ });
    await status.first().waitFor({ timeout: 180_000 });
    await this.#settled();
  }

  async picture(file: string): Promise<void> {
    await this.page.screenshot({ path: `${file}.full.png` });
    // A window has few colours: with a palette of its own a picture is a third of the size.
    execFileSync('ffmpeg', [
      ...['-v', 'error', '-y', '-i', `${file}.full.png`],
      ...[
        '-vf',
        'split[a][b];[a]palettegen=max_colors=128:stats_mode=single[p];[b][p]paletteuse=dither=none',
        file,
      ],
    ]);
    rmSync(`${file}.full.png`);
  }

  /** Nothing moves any more: the mouse shows no tooltip, and the editor has drawn everything. */
  async #settled(): Promise<void> {
    await this.page.mouse.move(300, 14);
    await this.page.waitForTimeout(1200);
  }
}
