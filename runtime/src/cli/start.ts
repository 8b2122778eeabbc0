// What is bundled to dist/cli/start.cjs: the start of the command line where it is one file. A CommonJS file, since Node starts a
// module 15 ms later.
import { fileURLToPath } from 'node:url';
import { cacheRoot } from '../set-up/cache.js';
import { backendCommands } from './backend-commands.js';
import { loadCached } from './code-cache.js';

/** They have compiled code of their own, so that a first run of another command does not decide what they find. */
const ownCode = ['check', 'convert', 'preview', 'resolve', 'schedules', 'schema'];

/** Runs the command line of this process. */
export async function start(): Promise<void> {
  const args = process.argv.slice(2);
  const command = ownCode.find((name) => name === args[0]) ?? 'other';
  const bundle = fileURLToPath(new URL('commands.cjs', import.meta.url));
  const folder = process.env.NODE_DISABLE_COMPILE_CACHE ? undefined : cacheRoot(process.env, 'code');
  const { exports, save } = loadCached<typeof import('./commands.js')>(bundle, folder, command);
  await exports.main(args, backendCommands);
  save();
}
