import { execFileSync } from 'node:child_process';
import { type Browser, chromium } from 'playwright-core';

/** The Chromium that Debian has; another one is named by CHROMIUM. Throws with what to do when there is none. */
export function chromiumPath(): string {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  for (const name of ['chromium', 'chromium-browser', 'google-chrome'])
    try {
      return execFileSync('which', [name], { encoding: 'utf8' }).trim();
    } catch {
      // The next name.
    }
  throw new Error('The end-to-end tests need Chromium: apt-get install chromium, or name one in CHROMIUM.');
}

export const startBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: chromiumPath(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
