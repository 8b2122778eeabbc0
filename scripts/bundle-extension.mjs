// Bundles the VS Code extension into extension/dist: its two doors, the preview panel's page, the language server for both, and
// the runtime with all that it needs, as npm would install it.
//   node scripts/bundle-extension.mjs
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { copyRuntime } from './copy-runtime.mjs';
import { thirdPartyLicences } from './third-party.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const extension = join(root, 'extension');
const dist = join(extension, 'dist');
const { version } = JSON.parse(readFileSync(join(extension, 'package.json'), 'utf8'));

const node = { platform: 'node' };
const browser = { platform: 'browser', conditions: ['browser'] };
/** VS Code loads its extensions as CommonJS. */
const door = { format: 'cjs', external: ['vscode'] };
const server = {
  // Not its bundle, which would be bundled twice.
  alias: { '@optim-sches/schemas': join(root, 'schemas/dist/index.js') },
  define: { __VERSION__: JSON.stringify(version) },
};
const page = join(extension, 'src/preview/page');

const bundles = [
  {
    ...node,
    ...door,
    entryPoints: [join(extension, 'src/node.ts')],
    outfile: join(dist, 'node.cjs'),
    // The ES modules of its packages ask for Node's modules in a way that a bundle cannot.
    mainFields: ['main'],
  },
  {
    ...browser,
    ...door,
    entryPoints: [join(extension, 'src/browser.ts')],
    outfile: join(dist, 'browser.cjs'),
  },
  {
    ...browser,
    entryPoints: [join(page, 'main.ts'), join(page, 'page.css')],
    entryNames: 'page',
    outdir: dist,
    format: 'iife',
  },
  {
    ...node,
    ...server,
    entryPoints: [join(root, 'server/dist/src/node.js')],
    outfile: join(dist, 'server.js'),
    format: 'esm',
    // vscode-languageserver is CommonJS and asks for Node's own modules.
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module';\nconst require = __createRequire(import.meta.url);",
    },
  },
  {
    ...browser,
    ...server,
    entryPoints: [join(root, 'server/dist/src/browser.js')],
    outfile: join(dist, 'worker.js'),
    // A worker of the web extension host is no module.
    format: 'iife',
  },
];

const built = await Promise.all(
  bundles.map((bundle) =>
    build({
      bundle: true,
      minify: true,
      target: 'es2022',
      legalComments: 'none',
      logLevel: 'warning',
      metafile: true,
      absWorkingDir: root,
      ...bundle,
    }),
  ),
);
writeFileSync(
  join(dist, 'THIRD-PARTY.txt'),
  thirdPartyLicences(
    built.map(({ metafile }) => metafile),
    root,
  ),
);

rmSync(join(dist, 'docs'), { recursive: true, force: true });
cpSync(join(root, 'server/dist/docs'), join(dist, 'docs'), { recursive: true });
copyRuntime(join(dist, 'runtime'));
for (const file of ['LICENSE', 'NOTICE', 'CHANGELOG.md']) cpSync(join(root, file), join(extension, file));
