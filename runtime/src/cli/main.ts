#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { cacheRoot } from '../set-up/cache.js';
import { backendCommands } from './backend-commands.js';
// Its state is shared with the commands that start a backend, which are not in the bundle.
import { watchOutput } from './closed-output.js';
import { loadCached } from './code-cache.js';

watchOutput();
const bundle = fileURLToPath(new URL('commands.cjs', import.meta.url));
// The VS Code extension carries this package without the bundle: it trains only.
const folder = process.env.NODE_DISABLE_COMPILE_CACHE ? undefined : cacheRoot(process.env, 'code');
const loaded = existsSync(bundle) ? loadCached<typeof import('./commands.js')>(bundle, folder) : undefined;
const { processIo, run } = loaded?.exports ?? (await import('./commands.js'));
// Not process.exit: what is still on its way to a pipe would be cut off.
process.exitCode = await run(process.argv.slice(2), processIo(), backendCommands);
loaded?.save();
