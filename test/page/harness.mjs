// The preview panel's page in a real Chromium, with VS Code's policy and colours around it and a host that asks the real
// language server.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { startServer, uri } from './server.mjs';
import { themes } from './themes.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const origin = 'https://panel.test';

function executable() {
  const known = [
    process.env.CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ];
  const found = known.find((path) => path && existsSync(path));
  if (!found) throw new Error('No Chromium: install it (apt-get install chromium), or name one in CHROMIUM.');
  return found;
}

/** The page as scripts/bundle-extension.mjs bundles it, without writing it. */
export async function bundlePage() {
  const { outputFiles } = await build({
    entryPoints: [`${root}extension/src/preview/page/main.ts`, `${root}extension/src/preview/page/page.css`],
    entryNames: 'page',
    outdir: `${root}extension/dist`,
    bundle: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    write: false,
  });
  const text = (end) => outputFiles.find(({ path }) => path.endsWith(end)).text;
  return { script: text('.js'), style: text('.css') };
}

const nonce = 'harness';
const policy = [
  "default-src 'none'",
  `img-src data: blob: ${origin}`,
  `style-src ${origin} 'nonce-${nonce}'`,
  `script-src 'nonce-${nonce}'`,
  `font-src ${origin}`,
].join('; ');

const html = (theme, words) => `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="stylesheet" href="${origin}/page.css">
<style nonce="${nonce}">:root{${Object.entries(themes[theme])
  .map(([name, value]) => `${name}:${value}`)
  .join(';')}}</style>
</head>
<body class="${theme}" data-vscode-theme-kind="${theme}">
<div id="app"></div>
${words ? `<script type="application/json" id="words">${JSON.stringify(words)}</script>` : ''}
<script nonce="${nonce}" src="${origin}/page.js"></script>
</body>
</html>`;

/** Starts Chromium. */
export async function startBrowser() {
  return chromium.launch({ executablePath: executable(), args: ['--no-sandbox', '--disable-gpu'] });
}

/**
 * Opens the panel. `sent` are the messages that the page has posted; `host.show(changes)` sends a state;
 * `violations` are what its Content-Security-Policy and its console have complained of.
 */
export async function openPanel(browser, bundle, options = {}) {
  const {
    theme = 'vscode-dark',
    width = 960,
    height = 760,
    scale = 1,
    text,
    state = {},
    kept,
    words,
    drag = true,
  } = options;
  const server = text === undefined ? undefined : await startServer(text);
  const context = await browser.newContext({ viewport: { width, height }, deviceScaleFactor: scale });
  const page = await context.newPage();
  const violations = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') violations.push(message.text());
  });
  page.on('pageerror', (error) => violations.push(String(error.stack ?? error)));
  await page.route(`${origin}/**`, (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/page.js')
      return route.fulfill({ contentType: 'text/javascript', body: bundle.script });
    if (pathname === '/page.css') return route.fulfill({ contentType: 'text/css', body: bundle.style });
    if (pathname === '/') return route.fulfill({ contentType: 'text/html', body: html(theme, words) });
    return route.abort();
  });

  const sent = [];
  let shown = {
    source: { uri, name: 'train.yaml', kind: 'file', version: 1 },
    others: [],
    runs: [],
    canDrag: true,
    canTrain: true,
    ...state,
  };
  const post = (message) => page.evaluate((data) => window.postMessage(data, '*'), message);
  /** What the extension would ask the server with. */
  const asked = () => (shown.stepsPerEpoch === undefined ? {} : { stepsPerEpoch: shown.stepsPerEpoch });
  const host = {
    server,
    sent,
    violations,
    page,
    post,
    async show(changes = {}) {
      shown = { ...shown, ...changes };
      if (server && !('curve' in changes) && state.curve === undefined) {
        const version = server.version;
        shown = { ...shown, curve: await server.curve(asked()), source: { ...shown.source, version } };
      }
      await post({ type: 'state', state: shown });
      await host.drawn();
    },
    /** Two frames: what was asked for is on the screen. */
    drawn: () =>
      page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))),
    async close() {
      closed = true;
      server?.stop();
      await context.close();
    },
  };

  let last;
  let closed = false;
  const answers = {
    async ready() {
      if (shown.curve || shown.message || server) await host.show();
    },
    async zoom({ id, from, to, sample }) {
      if (server)
        await post({ type: 'zoomed', id, curve: await server.curve({ ...asked(), from, to, sample }) });
    },
    async drag({ id, optimizer, handle, to }) {
      if (!server || !drag) return;
      last = await server.drag({ ...asked(), optimizer, handle, to });
      await post({ type: 'dragged', id, answer: last });
    },
    async drop({ keep }) {
      if (!server || !keep || !last?.edits) return;
      await server.edit(last.edits);
      await host.show();
    },
    async remember({ type, ...said }) {
      const known = Object.fromEntries(Object.entries(said).map(([key, value]) => [key, value ?? undefined]));
      await host.show(known);
    },
  };
  await page.exposeFunction('fromPage', (message) => {
    sent.push(message);
    // A page that is closed meanwhile wants no answer.
    void answers[message.type]?.(message)?.catch((error) => {
      if (!closed) throw error;
    });
  });
  await page.addInitScript((before) => {
    let state = before;
    window.acquireVsCodeApi = () => ({
      postMessage: (message) => window.fromPage(message),
      getState: () => state,
      setState: (next) => {
        state = next;
        window.keptState = next;
      },
    });
    document.addEventListener('securitypolicyviolation', (event) =>
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`),
    );
  }, kept);
  await page.goto(`${origin}/`);
  await page.waitForSelector('main:not([hidden]), .message:not([hidden])');
  await host.drawn();
  return host;
}
