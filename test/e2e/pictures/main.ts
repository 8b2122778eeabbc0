// Makes the pictures of the extension from the real thing: VS Code with the extension, driven as a user would.
//   npm run pictures
// Writes extension/media/walkthrough/*.png, extension/media/readme/* and docs/pictures/vscode-*.png. Needs Chromium and ffmpeg.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startBrowser } from '../lib/browser.js';
import { startHost } from '../lib/host.js';
import { animate } from './animate.js';
import { Scene, type Theme, themes } from './scene.js';

const at = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const walkthrough = at('extension/media/walkthrough');
const readme = at('extension/media/readme');
const docs = at('docs/pictures');
for (const folder of [walkthrough, readme, docs]) mkdirSync(folder, { recursive: true });

const browser = await startBrowser();

/** What the four steps of the walkthrough show, and the README. */
async function pictures(theme: Theme): Promise<void> {
  const host = await startHost({
    workspace: at('extension/sample'),
    vsix: [at('extension/dist/optim-sches.vsix')],
    settings: {
      'editor.fontSize': 13,
      'breadcrumbs.enabled': false,
      'git.enabled': false,
      'workbench.activityBar.location': 'hidden',
    },
  });
  try {
    const scene = await Scene.open(browser, host, { theme, file: 'first-steps.yaml' });
    await scene.ready();
    await scene.picture(`${walkthrough}/sample-${theme}.png`);
    await scene.quickFix();
    await scene.picture(`${walkthrough}/fix-${theme}.png`);
    await scene.applyFix();
    await scene.hover();
    await scene.picture(`${readme}/hover-${theme}.png`);
    await scene.preview();
    await scene.picture(`${walkthrough}/curve-${theme}.png`);
    if (theme === 'dark') await animate(scene, `${readme}/drag.gif`);
    await scene.train();
    await scene.picture(`${walkthrough}/train-${theme}.png`);
    await scene.picture(`${docs}/vscode-${theme}.png`);
    await scene.close();
  } finally {
    await host.stop();
  }
}

try {
  for (const theme of themes) await pictures(theme);
} finally {
  await browser.close();
}
