import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { FileRecord } from '../../set-up/cache.js';
import { runCommand } from '../../set-up/command.js';
import { SetUpError } from '../../set-up/set-up-error.js';
import { download, stage, type Work } from '../../set-up/stages.js';
import { parts } from '../binding.js';
import type { Variant } from '../versions.js';
import { installedTensorFlow, unpackWheelScript } from './python.js';

/** The libraries of TensorFlow that the binding needs. */
export const libraryNames = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'] as const;

/** Where TensorFlow is to come from. */
export interface TensorFlowChoice {
  readonly variant: Variant;
  readonly version: string;
  /** The folder of the installed Python package of this version; undefined: a wheel is downloaded. */
  readonly installed: string | undefined;
}

/** What the later stages need to know of the TensorFlow that was put in its place. */
export interface TensorFlowFiles {
  readonly include: string;
  readonly downloads: readonly FileRecord[];
}

const platformOf = ['manylinux_2_27', 'manylinux_2_17', 'manylinux2014'];
// The tag of the wheel alone: its libraries do not depend on the Python that runs.
const wheelTag = ['--implementation', 'cp', '--python-version', '311', '--abi', 'cp311'];
export const wheelOptions = [
  '--no-deps',
  '--only-binary=:all:',
  ...platformOf.flatMap((tag) => ['--platform', `${tag}_x86_64`]),
];

/** The TensorFlow for a wish: `installed`, a version, or the default of the variant; an installed one of that version is used. */
export function chooseTensorFlow(
  python: string,
  variant: Variant,
  wish: string | undefined,
  fallback: string,
): TensorFlowChoice {
  const version = wish ?? fallback;
  const installed = installedTensorFlow(python);
  const whole =
    installed !== undefined && libraryNames.every((name) => existsSync(join(installed.folder, name)));
  if (version === 'installed') {
    if (installed === undefined || !whole)
      throw new SetUpError(
        `${python} has no package tensorflow with ${libraryNames.join(' and ')}. Install one, name another Python in the variable PYTHON, or leave --tensorflow out: then one is downloaded.`,
      );
    return { variant, version: installed.version, installed: installed.folder };
  }
  return {
    variant,
    version,
    installed: whole && installed?.version === version ? installed.folder : undefined,
  };
}

/** Puts the libraries into the set-up: unpacked from a wheel, or as links to an installed package. */
export async function getTensorFlow(
  work: Work,
  python: string,
  choice: TensorFlowChoice,
): Promise<TensorFlowFiles> {
  const libraries = join(work.folder, parts.libraries);
  if (choice.installed !== undefined) {
    const from = choice.installed;
    await stage(work, 'tensorflow', `Linking to the TensorFlow ${choice.version} of ${from}`, async () => {
      rmSync(libraries, { recursive: true, force: true });
      mkdirSync(libraries, { recursive: true });
      for (const name of libraryNames) symlinkSync(join(from, name), join(libraries, name));
    });
    return { include: join(from, 'include'), downloads: [] };
  }
  const name = choice.variant === 'gpu' ? 'tensorflow' : 'tensorflow-cpu';
  const size = choice.variant === 'gpu' ? 'about 600 MB' : 'about 200 MB';
  const { folder, records } = await download(
    work,
    'wheel',
    `Downloading ${name} ${choice.version} from PyPI, ${size}`,
    (to) =>
      runCommand(
        python,
        ['-m', 'pip', 'download', '-q', ...wheelOptions, ...wheelTag, '-d', to, `${name}==${choice.version}`],
        {
          what: `The download of ${name} ${choice.version}`,
          help: 'Look whether pip reaches its index, and whether it has this version for Python 3.11 on Linux x64, then run this command again.',
          say: work.say,
        },
      ),
  );
  const requires = await stage(
    work,
    'tensorflow',
    'Unpacking the libraries and headers of TensorFlow',
    async () => {
      const wheel = readdirSync(folder).find((file) => file.endsWith('.whl')) ?? '';
      return runCommand(python, ['-c', unpackWheelScript, join(folder, wheel), work.folder], {
        what: `Unpacking ${wheel}`,
        help: 'Run this command again with --remove first, then without.',
        say: work.say,
      });
    },
  );
  const cuda = choice.variant === 'gpu' ? await getCuda(work, python, requires) : [];
  return { include: join(work.folder, 'include'), downloads: [...records, ...cuda] };
}

/** Puts the CUDA libraries that the wheel names beside its own, where those look for them. */
async function getCuda(work: Work, python: string, requires: string): Promise<readonly FileRecord[]> {
  const wanted = [...requires.matchAll(/^Requires-Dist:\s*(nvidia-[^;]+);.*and-cuda/gm)].map(
    ([, requirement = '']) => requirement.replaceAll(/[\s()]/g, ''),
  );
  const { folder, records } = await download(
    work,
    'cuda',
    `Downloading ${wanted.length} libraries of CUDA from PyPI, about 2.8 GB`,
    (to) =>
      runCommand(python, ['-m', 'pip', 'download', '-q', ...wheelOptions, '-d', to, ...wanted], {
        what: 'The download of the CUDA libraries',
        help: 'Run this command again.',
        say: work.say,
      }),
  );
  await stage(work, 'cuda', 'Unpacking them', async () => {
    rmSync(join(work.folder, 'nvidia'), { recursive: true, force: true });
    for (const wheel of readdirSync(folder)) {
      await runCommand(python, ['-m', 'zipfile', '-e', join(folder, wheel), work.folder], {
        what: `Unpacking ${wheel}`,
        help: 'Run this command again.',
        say: work.say,
      });
    }
  });
  return records;
}
