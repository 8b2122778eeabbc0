// Native TensorFlow without any: which set-up is found, what is said of one that is missing or has come to harm, how
// stages go on, and how its JavaScript is loaded.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { startBackend } from '../../runtime/src/backends/index.js';
import { commonJsLoader } from '../../runtime/src/native/commonjs.js';
import { install, remove } from '../../runtime/src/native/install/index.js';
import { sourceChecksum } from '../../runtime/src/native/own-sources.js';
import { findSetUp, nativeRoot, type SetUp } from '../../runtime/src/native/set-up.js';
import { tfjsNodeVersion } from '../../runtime/src/native/versions.js';
import { recordFile } from '../../runtime/src/set-up/file-records.js';
import { download, stage } from '../../runtime/src/set-up/stages.js';
import { folderWith } from './cli-harness.js';
import { temporaryFolder } from './make-run.js';

afterEach(() => vi.unstubAllEnvs());

/** A cache with one set-up in it, whose binding is no binding. */
async function cacheWith(name: string, change: Partial<SetUp> = {}) {
  const cache = folderWith({ [`native/${name}/tfjs_binding.node`]: 'not a library' });
  const folder = join(cache, 'native', name);
  addReady(folder, { ...(await setUpOf(folder)), ...change });
  return { cache, folder };
}

async function setUpOf(folder: string): Promise<SetUp> {
  return {
    format: 1,
    tfjsNode: tfjsNodeVersion,
    sources: sourceChecksum(),
    tensorflow: '2.15.1',
    variant: 'cpu',
    source: 'wheel',
    compiler: 'g++',
    finished: '2026-01-02T03:04:05.000Z',
    downloads: [],
    files: [await recordFile(folder, join(folder, 'tfjs_binding.node'))],
  };
}

function addReady(folder: string, setUp: object): void {
  writeFileSync(join(folder, 'ready.json'), JSON.stringify(setUp));
}

describe('the set-up that is found', () => {
  test('stands where the environment says', () => {
    expect(nativeRoot({ OPTIM_SCHES_CACHE: '/a', XDG_CACHE_HOME: '/b' })).toBe('/a/native');
    expect(nativeRoot({ XDG_CACHE_HOME: '/b' })).toBe('/b/optim-sches/native');
    expect(nativeRoot({})).toMatch(/\/\.cache\/optim-sches\/native$/);
  });

  test('is none where nothing, or nothing finished, is there', async () => {
    expect(findSetUp({ OPTIM_SCHES_CACHE: join(temporaryFolder(), 'none') })).toBeUndefined();
    const { cache } = await cacheWith('2.15.1-cpu.partial');
    expect(findSetUp({ OPTIM_SCHES_CACHE: cache })).toBeUndefined();
  });

  test('is the one finished last of those that are whole', async () => {
    const { cache, folder } = await cacheWith('2.15.1-cpu');
    for (const [name, finished] of [
      ['2.21.0-gpu', '2026-03-01T00:00:00.000Z'],
      ['2.18.1-cpu', '2026-02-01T00:00:00.000Z'],
    ] as const) {
      const other = join(cache, 'native', name);
      mkdirSync(other);
      writeFileSync(join(other, 'tfjs_binding.node'), 'not a library');
      addReady(other, { ...(await setUpOf(other)), finished });
    }
    expect(findSetUp({ OPTIM_SCHES_CACHE: cache })?.folder).toMatch(/2\.21\.0-gpu$/);
    writeFileSync(join(cache, 'native/2.21.0-gpu/tfjs_binding.node'), 'cut');
    expect(findSetUp({ OPTIM_SCHES_CACHE: cache })?.folder).toMatch(/2\.18\.1-cpu$/);
    expect(remove('2.18.1', { OPTIM_SCHES_CACHE: cache })).toEqual([join(cache, 'native/2.18.1-cpu')]);
    expect(findSetUp({ OPTIM_SCHES_CACHE: cache })?.folder).toBe(folder);
    expect(remove(undefined, { OPTIM_SCHES_CACHE: cache })).toHaveLength(2);
    expect(findSetUp({ OPTIM_SCHES_CACHE: cache })).toBeUndefined();
  });

  test.each([
    ['a file of another size', {}, 'has 3 bytes instead of 13'],
    ['another version of TensorFlow.js', { tfjsNode: '5.0.0' }, 'is for TensorFlow.js 5.0.0, and this is'],
    ['other sources', { sources: '0'.repeat(64) }, 'was compiled from another version of optim-sches'],
    ['another format', { format: 2 as never }, 'was set up by another version of optim-sches'],
  ])('tells of %s', async (what, change, message) => {
    const { cache, folder } = await cacheWith('2.15.1-cpu', change);
    if (what === 'a file of another size') writeFileSync(join(folder, 'tfjs_binding.node'), 'cut');
    const problem = findSetUp({ OPTIM_SCHES_CACHE: cache })?.problem;
    expect(problem).toContain(message);
    expect(problem).toContain('optim-sches setup native');
  });
});

describe('the backend tensorflow', () => {
  test('that is not set up is refused with the command', async () => {
    vi.stubEnv('OPTIM_SCHES_CACHE', temporaryFolder());
    await expect(startBackend('tensorflow')).rejects.toThrow(
      'The backend tensorflow is not set up. "optim-sches setup native" does it',
    );
    expect((await startBackend()).name).toBe('wasm');
  });

  test('that does not load is refused when it is asked for, and passed over with the reason when it is not', async () => {
    vi.stubEnv('OPTIM_SCHES_CACHE', (await cacheWith('2.15.1-cpu')).cache);
    await expect(startBackend('tensorflow')).rejects.toThrow('TensorFlow does not load');
    const { name, reason } = await startBackend();
    expect(name).toBe('wasm');
    expect(reason).toMatch(
      /; not tensorflow, which is set up: TensorFlow does not load: .*tfjs_binding\.node/,
    );
  });
});

describe('a set-up under way', () => {
  test('does no stage twice, and one that failed again', async () => {
    const lines: string[] = [];
    const work = { folder: temporaryFolder(), say: (line: string) => void lines.push(line) };
    const fails = () => Promise.reject(new Error('no network'));
    await expect(stage(work, 'one', 'First', fails)).rejects.toThrow('no network');
    expect(await stage(work, 'one', 'First', async () => 5)).toBe(5);
    expect(await stage(work, 'one', 'First', fails)).toBe(5);
    expect(lines.filter((line) => !line.startsWith('  '))).toEqual(['First', 'First', 'First: done before']);
  });

  test('downloads again what has changed since', async () => {
    let downloads = 0;
    const work = { folder: temporaryFolder(), say: () => undefined };
    const get = () =>
      download(work, 'wheel', 'Downloading', async (to) => {
        downloads += 1;
        writeFileSync(join(to, 'a.whl'), 'content');
      });
    const { folder, records } = await get();
    expect(records).toMatchObject([{ path: 'a.whl', bytes: 7 }]);
    await get();
    expect(downloads).toBe(1);
    writeFileSync(join(folder, 'a.whl'), 'CONTENT');
    await get();
    expect(downloads).toBe(2);
    expect(readFileSync(join(folder, 'a.whl'), 'utf8')).toBe('content');
  });

  test('says what is missing', async () => {
    const env = { OPTIM_SCHES_CACHE: temporaryFolder(), PYTHON: '/no/such/python' };
    await expect(install({ gpu: false, tensorflow: undefined }, env, () => undefined)).rejects.toThrow(
      'There is no /no/such/python with pip here',
    );
    expect(existsSync(join(env.OPTIM_SCHES_CACHE, 'native'))).toBe(false);
  });
});

test('JavaScript of a set-up gets what it is given, its own files and those of Node, and nothing else', () => {
  const folder = folderWith({
    'main.js':
      "exports.sum = require('./part').value + require('given').value; exports.sep = require('path').sep; exports.again = require('./part') === require('./part.js');",
    'part.js': "exports.value = 2; exports.main = require('./main');",
    'bad.js': "require('left-pad');",
  });
  const load = commonJsLoader({ given: { value: 3 } });
  expect(load(join(folder, 'main.js'))).toMatchObject({ sum: 5, sep: '/', again: true });
  expect(() => load(join(folder, 'bad.js'))).toThrow('asks for the package left-pad, which is not expected');
});
