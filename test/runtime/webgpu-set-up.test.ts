// WebGPU without any: which set-up is found, what is said of one that is missing or has come to harm, what counts as a GPU, and who takes
// Dawn's turns.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { startBackend } from '../../runtime/src/backends/index.js';
import { recordFile } from '../../runtime/src/set-up/file-records.js';
import { seeAdapter } from '../../runtime/src/webgpu/adapter.js';
import { DawnEvents } from '../../runtime/src/webgpu/dawn.js';
import { installWebGpu, removeWebGpu } from '../../runtime/src/webgpu/install.js';
import { dawnPlatform, findWebGpu, type WebGpuSetUp, webGpuRoot } from '../../runtime/src/webgpu/set-up.js';
import { dawnVersion } from '../../runtime/src/webgpu/versions.js';
import { cli, folderWith } from './cli-harness.js';
import { temporaryFolder } from './make-run.js';

afterEach(() => vi.unstubAllEnvs());

/** A cache with one set-up in it, whose Dawn is none. */
async function cacheWith(change: Partial<WebGpuSetUp> = {}) {
  const name = `${dawnVersion}-${dawnPlatform()}`;
  const cache = folderWith({ [`webgpu/${name}/dawn/dawn.node`]: 'not a library' });
  const folder = join(cache, 'webgpu', name);
  const setUp: WebGpuSetUp = {
    format: 1,
    dawn: dawnVersion,
    platform: dawnPlatform(),
    finished: '2026-01-02T03:04:05.000Z',
    downloads: [],
    files: [await recordFile(folder, join(folder, 'dawn/dawn.node'))],
  };
  writeFileSync(join(folder, 'ready.json'), JSON.stringify({ ...setUp, ...change }));
  return { cache, folder };
}

describe('the set-up that is found', () => {
  test('stands where the environment says', () => {
    expect(webGpuRoot({ OPTIM_SCHES_CACHE: '/a', XDG_CACHE_HOME: '/b' })).toBe('/a/webgpu');
    expect(webGpuRoot({ XDG_CACHE_HOME: '/b' })).toBe('/b/optim-sches/webgpu');
  });

  test('is whole, and is removed', async () => {
    const { cache, folder } = await cacheWith();
    const env = { OPTIM_SCHES_CACHE: cache };
    expect(findWebGpu(env)).toMatchObject({ folder, setUp: { dawn: dawnVersion } });
    expect(removeWebGpu(env)).toEqual([folder]);
    expect(existsSync(folder)).toBe(false);
    expect(findWebGpu(env)).toBeUndefined();
  });

  test.each([
    ['another Dawn', { dawn: '0.0.1' }, `holds Dawn 0.0.1, and this version is tested with ${dawnVersion}`],
    ['another system', { platform: 'plan9-x64' }, `is for plan9-x64, and this is ${dawnPlatform()}`],
    ['another format', { format: 2 as never }, 'was set up by another version of optim-sches'],
    ['a file of another size', { files: [{ path: 'dawn/dawn.node', bytes: 5, sha256: '' }] }, 'instead of 5'],
  ])('tells of %s', async (_what, change, message) => {
    const { cache } = await cacheWith(change);
    const problem = findWebGpu({ OPTIM_SCHES_CACHE: cache })?.problem;
    expect(problem).toContain(message);
    expect(problem).toContain('optim-sches setup webgpu');
  });

  test('stays as it is where npm is missing', async () => {
    const { cache, folder } = await cacheWith();
    vi.stubEnv('PATH', '');
    const env = { OPTIM_SCHES_CACHE: cache };
    await expect(installWebGpu(env, () => undefined)).rejects.toThrow('There is no npm here');
    expect(findWebGpu(env)).toMatchObject({ folder });
  });
});

describe('the backend', () => {
  test('that is not set up is refused with the command', async () => {
    vi.stubEnv('OPTIM_SCHES_CACHE', temporaryFolder());
    await expect(startBackend('webgpu')).rejects.toThrow(
      'The backend webgpu is not set up. "optim-sches setup webgpu" does it',
    );
    const { name, reason } = await startBackend();
    expect(name).toBe('wasm');
    expect(reason).not.toContain('webgpu');
  });

  test('that does not load is refused when it is asked for, and passed over with the reason when it is not', async () => {
    const { cache } = await cacheWith();
    vi.stubEnv('OPTIM_SCHES_CACHE', cache);
    await expect(startBackend('webgpu')).rejects.toThrow(
      /WebGPU does not start: .*dawn\.node.*setup webgpu --remove/,
    );
    const { name, reason } = await startBackend();
    expect(name).toBe('wasm');
    expect(reason).toMatch(/; not webgpu, which is set up: WebGPU does not start: .*dawn\.node/);
  });

  test('that does not load is what doctor tells', async () => {
    const { cache } = await cacheWith();
    const { code, stdout } = await cli(['doctor', '--json'], { env: { OPTIM_SCHES_CACHE: cache } });
    expect(code).toBe(0);
    const report = JSON.parse(stdout) as { backends: { name: string }[]; chosen: string };
    expect(report.backends.find(({ name }) => name === 'webgpu')).toMatchObject({
      available: false,
      text: expect.stringContaining('Dawn does not run here (exit code 1)'),
      help: 'optim-sches setup webgpu --remove, then optim-sches setup webgpu',
    });
    expect(report.chosen).toBe('wasm');
  });
});

describe('an adapter', () => {
  const see = (info: object) =>
    seeAdapter({ info: { vendor: '', architecture: '', device: '', description: '', ...info } } as never);

  test.each([
    [
      { vendor: 'nvidia', architecture: 'hopper', description: 'NVIDIA: 550' },
      'nvidia hopper (NVIDIA: 550), hardware',
    ],
    [{ vendor: 'apple', architecture: 'metal-3' }, 'apple metal-3, hardware'],
    [{}, 'a GPU without a name, hardware'],
  ])('%j is a GPU', (info, text) => {
    expect(see(info)).toMatchObject({ isSoftware: false, text });
  });

  test.each([
    { vendor: 'google', architecture: 'swiftshader' },
    { vendor: 'mesa', device: 'llvmpipe-llvm-15' },
    { vendor: 'microsoft', description: 'Microsoft Basic Render Driver' },
    { vendor: 'new', isFallbackAdapter: true },
  ])('%j is software', (info) => {
    expect(see(info).isSoftware).toBe(true);
    expect(see(info).text).toContain('software on the processor, no GPU');
  });
});

describe('the turns of Dawn', () => {
  /** Finishes something after some turns, as Dawn does: each turn asks for the next. */
  function fakeDawn() {
    let left = 0;
    let finish: () => void = () => undefined;
    const turn = () => {
      left -= 1;
      if (left === 0) finish();
      else setImmediate(turn);
    };
    const state = { pending: true };
    return {
      state,
      start: (turns: number) =>
        new Promise<string>((resolve) => {
          left = turns;
          finish = () => {
            state.pending = false;
            resolve('done');
          };
          setImmediate(turn);
        }),
    };
  }

  test('are taken while something is waited for, and then only', async () => {
    const events = new DawnEvents();
    const { setImmediate } = globalThis;
    const { start, state } = fakeDawn();
    const promise = events.call(() => start(100));
    expect(globalThis.setImmediate).toBe(setImmediate);
    await new Promise((next) => setTimeout(next, 20));
    expect(state.pending).toBe(true);
    events.waitWhile(() => state.pending);
    expect(state.pending).toBe(false);
    expect(await promise).toBe('done');
  });

  test('end in a promise, kept or broken', async () => {
    const events = new DawnEvents();
    expect(await events.settled(() => fakeDawn().start(100))).toBe('done');
    await expect(events.settled(() => Promise.reject(new Error('lost')))).rejects.toThrow('lost');
    const { setImmediate } = globalThis;
    const fails = () => {
      throw new Error('refused');
    };
    expect(() => events.call(fails)).toThrow('refused');
    expect(globalThis.setImmediate).toBe(setImmediate);
  });
});
