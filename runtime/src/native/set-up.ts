import {
  cacheRoot,
  type Env,
  type Found,
  findNewest,
  readSetUpFolder,
  type SetUpRecord,
} from '../set-up/cache.js';
import { sourceChecksum } from './own-sources.js';
import { setUpCommand, tfjsNodeVersion, type Variant } from './versions.js';

/** `ready.json`: what stands in a folder of a finished set-up. */
export interface SetUp extends SetUpRecord {
  readonly tfjsNode: string;
  readonly tensorflow: string;
  readonly variant: Variant;
  /** Where TensorFlow came from: a wheel of PyPI, or a Python package of this machine that the set-up links to. */
  readonly source: 'wheel' | 'installed';
  readonly compiler: string;
  /** The checksum of our sources that were compiled. */
  readonly sources: string;
}

/** A folder with a `ready.json`: what it says, or what is wrong with it. */
export type FoundSetUp = Found<SetUp>;

/** The folder that holds all set-ups of native TensorFlow of this user. */
export function nativeRoot(env: Env): string {
  return cacheRoot(env, 'native');
}

/** The set-up that the backend `tensorflow` uses: the one finished last of those that are whole, else one with its problem. */
export function findSetUp(env: Env): FoundSetUp | undefined {
  return findNewest(nativeRoot(env), readSetUp);
}

/** What a folder with a `ready.json` holds. Looks at names and sizes, and reads no large file. */
export function readSetUp(folder: string): FoundSetUp {
  return readSetUpFolder<SetUp>(folder, setUpCommand, ({ tfjsNode, sources }) => {
    if (tfjsNode !== tfjsNodeVersion)
      return `is for TensorFlow.js ${tfjsNode}, and this is ${tfjsNodeVersion}`;
    return sources === sourceChecksum() ? undefined : 'was compiled from another version of optim-sches';
  });
}
