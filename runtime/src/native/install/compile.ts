import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { probe, runCommand } from '../../set-up/command.js';
import { stage, type Work } from '../../set-up/stages.js';
import { parts } from '../binding.js';
import { libraryNames } from './tensorflow.js';

/** How to call a C++ compiler. */
export interface Compiler {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** For the reader. */
  readonly text: string;
}

/** The compiler of this machine: `CXX` where it is set, else g++, clang++ or c++; undefined when there is none. */
export function findCompiler(env: NodeJS.ProcessEnv): Compiler | undefined {
  for (const program of env.CXX ? [env.CXX] : ['g++', 'clang++', 'c++']) {
    const text = probe(program, ['--version']);
    if (text !== undefined) return { program, args: [], env: {}, text };
  }
  return undefined;
}

/** Where there is no compiler: the one that comes as a Python package, in the folder of the set-up. */
export async function getZig(work: Work, python: string): Promise<Compiler> {
  const folder = join(work.folder, 'zig');
  await stage(work, 'zig', 'There is no C++ compiler: getting ziglang from PyPI, about 90 MB', () =>
    runCommand(
      python,
      ['-m', 'pip', 'install', '-q', '--no-deps', '--upgrade', '--target', folder, 'ziglang'],
      {
        what: 'The download of ziglang',
        help: 'Run this command again, or install a C++ compiler (Debian and Ubuntu: apt install g++).',
        say: work.say,
      },
    ),
  );
  const env = { PYTHONPATH: folder, ZIG_GLOBAL_CACHE_DIR: join(work.folder, 'zig-cache') };
  return { program: python, args: ['-m', 'ziglang', 'c++'], env, text: 'ziglang' };
}

/** Compiles the binding. It finds TensorFlow beside itself, wherever the folder is moved to. */
export async function compileBinding(work: Work, compiler: Compiler, include: string): Promise<void> {
  const sources = join(work.folder, 'sources');
  await stage(work, 'binding', `Compiling the binding with ${compiler.text}`, () =>
    runCommand(
      compiler.program,
      [
        ...compiler.args,
        ...['-std=c++17', '-O2', '-fPIC', '-shared', '-DNAPI_VERSION=8'],
        `-I${join(sources, 'headers/include')}`,
        `-I${include}`,
        ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((file) => join(sources, 'tfjs-node/binding', file)),
        ...['-o', join(work.folder, parts.binding)],
        ...libraryNames.map((name) => join(work.folder, parts.libraries, name)),
        `-Wl,-rpath,$ORIGIN/${parts.libraries}`,
      ],
      {
        what: 'Compiling the binding',
        help: existsSync(include)
          ? 'Try another compiler by the variable CXX (a recent g++ or clang++), then run this command again.'
          : `There are no headers in ${include}: use a downloaded TensorFlow instead (--tensorflow VERSION).`,
        say: work.say,
        env: compiler.env,
      },
    ),
  );
}
