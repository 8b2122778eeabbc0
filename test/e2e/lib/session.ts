import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { startBrowser } from './browser.js';
import { type Host, type HostOptions, startHost } from './host.js';
import { type OpenOptions, Workbench } from './workbench.js';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The extension as users install it: `npm run package` makes it. */
export const vsix = at('../../../extension/dist/optim-sches.vsix');
export const workspace = at('../workspace');
/** Pictures of what the tests saw; kept by CI. */
const output = at('../../../test-output/e2e');

/** One VS Code for the tests of a file, which follow one another in it as a user's actions would. */
export interface Session {
  readonly host: Host;
  readonly browser: Browser;
  readonly workbench: Workbench;
  /** Keeps a picture of the window. */
  picture(name: string): Promise<void>;
}

type Options = Partial<Omit<HostOptions, 'vsix'>> & {
  readonly open?: OpenOptions;
  /** Default: the extension. A function makes a package when the tests begin. */
  readonly vsix?: readonly (string | (() => Promise<string>))[];
};

/** Starts VS Code with the extension before the tests of the file, and ends it after them. */
export function session({ open, vsix: packages = [vsix], ...host }: Options = {}): Session {
  let started: { host: Host; browser: Browser; workbench: Workbench } | undefined;
  const get = () => {
    if (!started) throw new Error('VS Code has not been started.');
    return started;
  };
  mkdirSync(output, { recursive: true });
  const picture = async (name: string) => {
    await get().workbench.page.screenshot({ path: join(output, `${name}.png`) });
  };
  beforeAll(async () => {
    const files = await Promise.all(packages.map((each) => (typeof each === 'string' ? each : each())));
    const [server, browser] = await Promise.all([
      startHost({ workspace, ...host, vsix: files }),
      startBrowser(),
    ]);
    started = { host: server, browser, workbench: await Workbench.open(browser, server, open) };
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await picture(`failed ${task.name.replaceAll('/', '-')}`);
  });
  afterAll(async () => {
    await started?.browser.close();
    await started?.host.stop();
  });
  return {
    get host() {
      return get().host;
    },
    get browser() {
      return get().browser;
    },
    get workbench() {
      return get().workbench;
    },
    picture,
  };
}
