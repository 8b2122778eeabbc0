import { join } from 'node:path';
import {
  cacheRoot,
  type Env,
  type Found,
  findNewest,
  readSetUpFolder,
  type SetUpRecord,
} from '../set-up/cache.js';
import { dawnVersion, setUpCommand } from './versions.js';

/** `ready.json`: what stands in a folder of a finished set-up. */
export interface WebGpuSetUp extends SetUpRecord {
  readonly dawn: string;
  /** The folder of the package that was taken: system and processor. */
  readonly platform: string;
}

/** Dawn's part of a set-up, relative to its folder. */
export const dawnFile = join('dawn', 'dawn.node');

/** The folder that holds this user's set-ups of WebGPU. */
export function webGpuRoot(env: Env): string {
  return cacheRoot(env, 'webgpu');
}

/** The set-up that the backend `webgpu` uses: the one finished last of those that are whole, else one with its problem. */
export function findWebGpu(env: Env): Found<WebGpuSetUp> | undefined {
  return findNewest(webGpuRoot(env), readWebGpu);
}

/** What a folder with a `ready.json` holds. Looks at names and sizes, and reads no large file. */
export function readWebGpu(folder: string): Found<WebGpuSetUp> {
  return readSetUpFolder<WebGpuSetUp>(folder, setUpCommand, ({ dawn, platform }) => {
    if (dawn !== dawnVersion) return `holds Dawn ${dawn}, and this version is tested with ${dawnVersion}`;
    if (platform !== dawnPlatform()) return `is for ${platform}, and this is ${dawnPlatform()}`;
    return undefined;
  });
}

/** The folder of the package for this system and processor. */
export function dawnPlatform(): string {
  return `${process.platform}-${process.platform === 'darwin' ? 'universal' : process.arch}`;
}
