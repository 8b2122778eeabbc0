import { install, remove, SetUpError } from '../native/install/index.js';
import { CliError, exitCode } from './cli-error.js';
import type { Io } from './io.js';

/** The options of `setup native` as the command line gives them. */
export interface SetupOptions {
  readonly gpu?: boolean;
  readonly tensorflow?: string;
  readonly remove?: boolean;
}

/** `optim-sches setup native`: sets the backend `tensorflow` up, or removes it. Answers the exit code. */
export async function setup(options: SetupOptions, io: Io): Promise<number> {
  const say = (line: string) => io.stdout.write(`${line}\n`);
  try {
    if (options.remove === true) {
      const folders = remove(options.tensorflow, io.env);
      for (const folder of folders) say(`removed ${folder}`);
      if (folders.length === 0) say('There is nothing to remove.');
      return exitCode.ok;
    }
    const wish = { gpu: options.gpu === true, tensorflow: options.tensorflow };
    const { folder, tensorflow, gpu } = await install(wish, io.env, say);
    say(`TensorFlow ${tensorflow} is set up for the ${gpu ? 'GPU' : 'CPU'} in ${folder}.`);
    say(
      '"optim-sches train" takes it from now on; --backend names another, and "setup native --remove" removes it.',
    );
    return exitCode.ok;
  } catch (error) {
    if (error instanceof SetUpError) throw new CliError(error.message, exitCode.problems);
    throw error;
  }
}
