import { install, remove } from '../native/install/index.js';
import { SetUpError } from '../set-up/set-up-error.js';
import { installWebGpu, removeWebGpu } from '../webgpu/install.js';
import { CliError, exitCode } from './cli-error.js';
import type { Io } from './io.js';

/** The options of `setup` as the command line gives them. */
export interface SetupOptions {
  readonly gpu?: boolean;
  readonly tensorflow?: string;
  readonly remove?: boolean;
}

/** `optim-sches setup`: sets the backend `tensorflow` or `webgpu` up, or removes it. Answers the exit code. */
export async function setup(what: 'native' | 'webgpu', options: SetupOptions, io: Io): Promise<number> {
  const say = (line: string) => io.stdout.write(`${line}\n`);
  if (what === 'webgpu' && (options.gpu === true || options.tensorflow !== undefined))
    throw new CliError(
      '--gpu and --tensorflow are options of "setup native": WebGPU has no versions to choose from.',
    );
  try {
    if (options.remove === true) {
      const folders = what === 'webgpu' ? removeWebGpu(io.env) : remove(options.tensorflow, io.env);
      for (const folder of folders) say(`removed ${folder}`);
      if (folders.length === 0) say('There is nothing to remove.');
      return exitCode.ok;
    }
    return what === 'webgpu' ? await setUpWebGpu(io, say) : await setUpNative(options, io, say);
  } catch (error) {
    if (error instanceof SetUpError) throw new CliError(error.message, exitCode.problems);
    throw error;
  }
}

async function setUpNative(options: SetupOptions, io: Io, say: (line: string) => void): Promise<number> {
  const wish = { gpu: options.gpu === true, tensorflow: options.tensorflow };
  const { folder, tensorflow, gpu } = await install(wish, io.env, say);
  say(`TensorFlow ${tensorflow} is set up for the ${gpu ? 'GPU' : 'CPU'} in ${folder}.`);
  say(
    '"optim-sches train" takes it from now on; --backend names another, and "setup native --remove" removes it.',
  );
  return exitCode.ok;
}

async function setUpWebGpu(io: Io, say: (line: string) => void): Promise<number> {
  const { folder, adapter, isSoftware, problem } = await installWebGpu(io.env, say);
  say(`WebGPU is set up in ${folder}.`);
  if (problem !== undefined) {
    say(`${problem} It is used as soon as there is one.`);
    return exitCode.problems;
  }
  say(`It computes on ${adapter}.`);
  say(
    isSoftware === true
      ? '"optim-sches train" takes it only when --backend webgpu asks for it: wasm is faster than that.'
      : '"optim-sches train" takes it from now on; --backend names another, and "setup webgpu --remove" removes it.',
  );
  return exitCode.ok;
}
