import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { probe, runCommand } from '../../set-up/command.js';
import { stage, type Work } from '../../set-up/stages.js';
import { parts } from '../binding.js';
import { graphFiles, kernelFiles } from '../own-sources.js';
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

/** Compiles tfjs-node's binding and our kernels. They find TensorFlow beside themselves, wherever the folder is moved to. */
export async function compileAll(work: Work, compiler: Compiler, include: string): Promise<void> {
  const binding = join(work.folder, 'sources/tfjs-node/binding');
  await compile(work, compiler, include, {
    what: 'the binding',
    // Its sources stay as they are: context.cc says what the name is for.
    flags: ['-O2', '-DTFE_NewContext=OptimSchesNewContext'],
    files: [...['tfjs_backend.cc', 'tfjs_binding.cc'].map((file) => join(binding, file)), graphFiles.context],
    output: parts.binding,
  });
  await compile(work, compiler, include, {
    what: 'the graphs',
    flags: ['-O2'],
    files: [graphFiles.functions],
    output: parts.graphs,
  });
  await compile(work, compiler, include, {
    what: 'the kernels',
    // Every x64 processor of the last ten years; loading them asks whether this one is.
    flags: ['-O3', '-mavx2', '-mfma', '-fno-math-errno', '-fno-trapping-math', '-pthread'],
    files: kernelFiles(),
    output: parts.kernels,
  });
}

interface Module {
  readonly what: string;
  readonly flags: readonly string[];
  readonly files: readonly string[];
  /** Relative to the folder of the set-up. */
  readonly output: string;
}

function compile(
  work: Work,
  compiler: Compiler,
  include: string,
  { what, flags, files, output }: Module,
): Promise<unknown> {
  return stage(work, output, `Compiling ${what} with ${compiler.text}`, () =>
    runCommand(
      compiler.program,
      [
        ...compiler.args,
        ...['-std=c++17', '-fPIC', '-shared', '-DNAPI_VERSION=8', ...flags],
        `-I${join(work.folder, 'sources/headers/include')}`,
        `-I${include}`,
        ...files,
        ...['-o', join(work.folder, output)],
        ...libraryNames.map((name) => join(work.folder, parts.libraries, name)),
        `-Wl,-rpath,$ORIGIN/${parts.libraries}`,
      ],
      {
        what: `Compiling ${what}`,
        help: existsSync(include)
          ? 'Try another compiler by the variable CXX (a recent g++ or clang++), then run this command again.'
          : `There are no headers in ${include}: use a downloaded TensorFlow instead (--tensorflow VERSION).`,
        say: work.say,
        env: compiler.env,
      },
    ),
  );
}
