#!/usr/bin/env node
import { watchOutput } from './closed-output.js';
import { processIo } from './io.js';
import { run } from './program.js';

watchOutput();
// Not process.exit: what is still on its way to a pipe would be cut off.
process.exitCode = await run(process.argv.slice(2), processIo());
