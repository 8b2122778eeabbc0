import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Packages an extension that behaves as redhat.vscode-yaml does: the marketplace cannot be reached from a test. */
export async function packageNeighbour(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'neighbour-'));
  const server = at('../host/node_modules/yaml-language-server/out/src/server.js');
  await build({
    entryPoints: [at('../neighbour/extension.ts')],
    outfile: join(folder, 'extension.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    mainFields: ['main'],
    define: { YAML_LANGUAGE_SERVER: JSON.stringify(server) },
    logLevel: 'warning',
  });
  cpSync(at('../neighbour/package.json'), join(folder, 'package.json'));
  return pack(folder, join(folder, 'neighbour.vsix'));
}

/** Makes a package of a folder with an extension. Answers its path. */
export function pack(folder: string, vsix: string): string {
  const vsce = at('../../../node_modules/@vscode/vsce/vsce');
  const flags = [
    '--no-dependencies',
    '--allow-missing-repository',
    '--skip-license',
    '--no-rewrite-relative-links',
  ];
  execFileSync(process.execPath, [vsce, 'package', ...flags, '--out', vsix], { cwd: folder, stdio: 'pipe' });
  return vsix;
}
