// What is bundled to dist/cli/commands.cjs: the command line but for the commands that start a backend.
import type { BackendCommands } from './backend-commands.js';
import { processIo } from './io.js';
import { run } from './program.js';

/** Runs a command line in this process. */
export async function main(args: readonly string[], backendCommands: BackendCommands): Promise<void> {
  // Not process.exit: what is still on its way to a pipe would be cut off.
  process.exitCode = await run(args, processIo(), backendCommands);
}
