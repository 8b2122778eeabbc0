// What is bundled to dist/cli/commands.cjs: the command line but for the commands that train.
export { processIo } from './io.js';
export { run } from './program.js';
