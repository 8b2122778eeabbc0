// Packages the VS Code extension: extension/dist/optim-sches.vsix.
//   npm run package
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import './bundle-extension.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const extension = join(root, 'extension');
const vsix = join(extension, 'dist/optim-sches.vsix');
/** A reader with a slow connection waits for it. */
const most = 5_000_000;

const vsce = join(root, 'node_modules/@vscode/vsce/vsce');
execFileSync(
  process.execPath,
  [
    vsce,
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    '--out',
    vsix,
  ],
  {
    cwd: extension,
    stdio: ['ignore', 'ignore', 'inherit'],
  },
);
const { size } = statSync(vsix);
console.log(`${vsix}: ${(size / 1e6).toFixed(2)} MB`);
if (size > most) throw new Error(`The package is larger than ${most / 1e6} MB.`);
