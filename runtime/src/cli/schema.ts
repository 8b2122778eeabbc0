import { jsonSchema } from '@optim-sches/schemas';
import { exitCode } from './cli-error.js';
import type { Io } from './io.js';

/** Prints the JSON Schema of the configuration language. */
export function schema(io: Io): number {
  io.stdout.write(`${JSON.stringify(jsonSchema(), null, 2)}\n`);
  return exitCode.ok;
}
