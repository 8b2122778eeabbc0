// Holds the files in docs/ against what they should be, and writes them.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const docs = fileURLToPath(new URL('../../docs', import.meta.url));
const mark = '<!-- Made by `npm run docs` from the registries; edit the registry entry instead. -->\n\n';
/** Folders in which nothing else stands. */
const own = ['problems', 'schedules', 'optimizers', 'pictures/schedules', 'pictures/optimizers'];

const read = (path) => (existsSync(join(docs, path)) ? readFileSync(join(docs, path), 'utf8') : undefined);
const withMark = (path, text) => (path.endsWith('.md') ? mark + text : text);

const coordinates = / (?:d|x|y|cx|cy|width|height|transform)="([^"]*)"/g;
const number = /-?\d+(?:\.\d+)?/g;

/**
 * Whether two pictures look the same: all is equal but coordinates, which may be a fifth of a pixel apart. Processors and
 * versions of Node differ in the last digits of a power, and a rounded coordinate may fall on either side.
 */
export function looksTheSame(a, b) {
  if (a === b) return true;
  const frame = (svg) => svg.replace(coordinates, (attribute) => attribute.replace(number, '#'));
  const places = (svg) => [...svg.matchAll(coordinates)].flatMap(([, value]) => value.match(number) ?? []);
  if (frame(a) !== frame(b)) return false;
  const others = places(b);
  return places(a).every((place, i) => Math.abs(place - others[i]) < 0.21);
}

const isCurrent = (path, text) => {
  const there = read(path);
  if (there === undefined) return false;
  return path.endsWith('.svg') ? looksTheSame(there, text) : there === withMark(path, text);
};

/**
 * The paths of what is not as it should be: pages and pictures that differ or miss, and files that no longer belong.
 * Unless `check` is true, they are put right.
 */
export function putRight(pages, check) {
  const stale = [...pages].filter(([path, text]) => !isCurrent(path, text));
  const left = own
    .filter((folder) => existsSync(join(docs, folder)))
    .flatMap((folder) => readdirSync(join(docs, folder)).map((name) => `${folder}/${name}`))
    .filter((path) => !pages.has(path));
  if (!check) {
    for (const [path, text] of stale) {
      mkdirSync(join(docs, dirname(path)), { recursive: true });
      writeFileSync(join(docs, path), withMark(path, text));
    }
    for (const path of left) rmSync(join(docs, path));
  }
  return [...stale.map(([path]) => path), ...left];
}
