// The package optim-sches with all that it needs, as npm would install it: the extension carries it.
import { cpSync, existsSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const schemas = join(root, 'schemas');
const read = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** Files of packages that no program reads, and the bundles that make short commands start fast: the extension trains. */
const unneeded = /\.(?:d\.[cm]?ts|map|tsbuildinfo|md|markdown)$|\bcli[\\/](?:commands|start)\.cjs$/;

/** The package optim-sches with its dependencies: what `npm install optim-sches` would bring, less types and maps. */
export function copyRuntime(to) {
  rmSync(to, { recursive: true, force: true });
  const placed = new Map();
  const add = (folder, target) => {
    copyPackage(folder, target);
    // What stands in one file needs none of what it was made from.
    if (folder === schemas) return;
    for (const name of Object.keys(read(join(folder, 'package.json')).dependencies ?? {})) {
      const found = folderOf(name, folder);
      if (placed.get(name) === found) continue;
      // Another version of a package that is at the top already stands below the one that needs it.
      const top = placed.has(name) ? target : to;
      if (top === to) placed.set(name, found);
      add(found, join(top, 'node_modules', name));
    }
  };
  add(join(root, 'runtime'), to);
}

/** The folder of a package as Node finds it. */
function folderOf(name, from) {
  for (const base of createRequire(join(from, 'package.json')).resolve.paths(name)) {
    const folder = join(base, name);
    if (existsSync(join(folder, 'package.json'))) return realpathSync(folder);
  }
  throw new Error(`There is no package ${name} below ${from}.`);
}

/** What of a package's folder is needed: one of this workspace has more in it than it publishes. */
function published(from, { files }) {
  if (from === schemas) return ['dist/bundle.js', 'dist/optim-sches.schema.json'];
  return from.includes('node_modules') ? ['.'] : files.filter((each) => !each.startsWith('!'));
}

function copyPackage(from, to) {
  const { devDependencies, scripts, ...manifest } = read(join(from, 'package.json'));
  const filter = (file) => {
    const parts = file.slice(from.length).split(sep);
    return !parts.includes('node_modules') && !unneeded.test(file);
  };
  for (const path of published(from, manifest))
    cpSync(join(from, path), join(to, path), { recursive: true, filter });
  writeFileSync(join(to, 'package.json'), `${JSON.stringify(manifest)}\n`);
}
