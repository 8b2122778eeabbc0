// Bundles the language server: server/dist/server.js for Node and server/dist/worker.js for a browser's worker, one file
// each with all it needs, and the pages to which diagnostics and hovers link.
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const server = join(root, 'server');
const { version } = JSON.parse(readFileSync(join(server, 'package.json'), 'utf8'));

const common = {
  bundle: true,
  format: 'esm',
  target: 'es2022',
  // Not its bundle, which would be bundled twice.
  alias: { '@optim-sches/schemas': join(root, 'schemas/dist/index.js') },
  define: { __VERSION__: JSON.stringify(version) },
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  logLevel: 'warning',
};

await build({
  ...common,
  entryPoints: [join(server, 'src/node.ts')],
  outfile: join(server, 'dist/server.js'),
  platform: 'node',
  // vscode-languageserver is CommonJS and asks for Node's own modules.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';\nconst require = __createRequire(import.meta.url);",
  },
});
await build({
  ...common,
  entryPoints: [join(server, 'src/browser.ts')],
  outfile: join(server, 'dist/worker.js'),
  platform: 'browser',
  conditions: ['browser'],
});
rmSync(join(server, 'dist/docs'), { recursive: true, force: true });
for (const pages of ['problems', 'schedules', 'optimizers', 'pictures/schedules', 'pictures/optimizers'])
  cpSync(join(root, 'docs', pages), join(server, 'dist/docs', pages), { recursive: true });
