import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isInRange } from '../../extension/src/train/node-range.js';
import { findRuntime } from '../../extension/src/train/runtime.js';

let root = '';
const at = (...names: string[]) => join(root, ...names);
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'runtime-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, text = '') {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), text);
}

function installed(folder: string, version: string, { isBuilt = true } = {}) {
  write(
    `${folder}/package.json`,
    JSON.stringify({
      name: 'optim-sches',
      version,
      engines: { node: '>=20' },
      bin: { 'optim-sches': 'bin/optim-sches.js' },
      exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
    }),
  );
  write(`${folder}/bin/optim-sches.js`);
  if (isBuilt) write(`${folder}/dist/index.js`);
}

const find = (setting = '', config = 'ws/recipes/g2p/quick.yaml') =>
  findRuntime({
    setting,
    config: at(config),
    workspaceFolder: at('ws'),
    bundled: at('extension/dist/runtime/bin/optim-sches.js'),
  });

describe('the runtime', () => {
  it('is the extension’s own where there is no other', () => {
    expect(find()).toEqual({ missing: 'bundled', path: at('extension/dist/runtime/bin/optim-sches.js') });
    installed('extension/dist/runtime', '0.1.0');
    expect(find()).toEqual({
      origin: 'bundled',
      script: at('extension/dist/runtime/bin/optim-sches.js'),
      version: '0.1.0',
      node: '>=20',
    });
  });

  it('is the workspace’s own, the nearest one, and none outside the workspace', () => {
    installed('node_modules/optim-sches', '0.0.1');
    expect(find()).toHaveProperty('missing');
    installed('ws/node_modules/optim-sches', '0.2.0');
    expect(find()).toMatchObject({ origin: 'workspace', version: '0.2.0' });
    installed('ws/recipes/node_modules/optim-sches', '0.3.0');
    expect(find()).toMatchObject({
      version: '0.3.0',
      script: at('ws/recipes/node_modules/optim-sches/bin/optim-sches.js'),
    });
    expect(find('', 'ws/top.yaml')).toMatchObject({ version: '0.2.0' });
    expect(find('', 'elsewhere/a.yaml')).toHaveProperty('missing');
  });

  it('is never one that has not been built, or another package of the name of a folder', () => {
    installed('extension/dist/runtime', '0.1.0');
    installed('ws/node_modules/optim-sches', '0.2.0', { isBuilt: false });
    expect(find()).toMatchObject({ origin: 'bundled' });
    write('ws/node_modules/optim-sches/package.json', '{"name": "other"}');
    expect(find()).toMatchObject({ origin: 'bundled' });
    write('ws/node_modules/optim-sches/package.json', 'no JSON');
    expect(find()).toMatchObject({ origin: 'bundled' });
  });

  it('is what the setting names: a script, a package, a folder with an install', () => {
    installed('ws/node_modules/optim-sches', '0.2.0');
    installed('tools/optim', '0.4.0');
    installed('tools/node_modules/optim-sches', '0.5.0');
    write('tools/alone.js');
    expect(find(at('tools/optim'))).toMatchObject({ origin: 'setting', version: '0.4.0' });
    expect(find(at('tools/optim/bin/optim-sches.js'))).toMatchObject({ origin: 'setting', version: '0.4.0' });
    expect(find(at('tools'))).toMatchObject({ version: '0.5.0' });
    expect(find('../tools/alone.js')).toEqual({
      origin: 'setting',
      script: at('tools/alone.js'),
      version: undefined,
      node: undefined,
    });
  });

  it('is not guessed where the setting names nothing', () => {
    installed('ws/node_modules/optim-sches', '0.2.0');
    expect(find('tools/gone')).toEqual({ missing: 'setting', path: at('ws/tools/gone') });
  });

  it('of this repository is the workspace package', () => {
    const repository = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
    const found = findRuntime({
      setting: '',
      config: join(repository, 'recipes/g2p/quick.yaml'),
      workspaceFolder: repository,
      bundled: at('none'),
    });
    expect(found).toMatchObject({ origin: 'workspace', version: expect.stringMatching(/^\d+\.\d+\.\d+/) });
    symlinkSync(join(repository, 'runtime'), at('linked'));
    expect(find(at('linked'))).toMatchObject({ origin: 'setting' });
  });
});

describe('a version of Node', () => {
  const range = '^20.20.0 || >=22.12.0';
  it.each([
    ['20.19.9', range, false],
    ['20.20.0', range, true],
    ['v20.21.1', range, true],
    ['21.7.0', range, false],
    ['22.11.0', range, false],
    ['22.12.0', range, true],
    ['24.1.0', range, true],
    ['18.0.0', '>=20', false],
    ['18.0.0', '20.x', true],
    ['strange', range, true],
  ])('%s in %s: %s', (version, wanted, is) => {
    expect(isInRange(version, wanted)).toBe(is);
  });
});
