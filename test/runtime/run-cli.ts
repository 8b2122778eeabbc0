import { Readable } from 'node:stream';
import pc from 'picocolors';
import { backendCommands } from '../../runtime/src/cli/backend-commands.js';
import type { Io, Output } from '../../runtime/src/cli/io.js';
import { run } from '../../runtime/src/cli/program.js';
import { onTestBackend } from './backend.js';

/** Runs a command line in this process; the paths in it start in `cwd`. */
export async function runCli(args: readonly string[], cwd: string, input = '') {
  const texts = { out: '', err: '' };
  const output = (name: keyof typeof texts): Output => ({
    write: (text) => {
      texts[name] += text;
    },
    width: 100,
    colours: pc.createColors(false),
    unicode: true,
  });
  const io: Io = {
    stdin: Readable.from([input]),
    stdout: output('out'),
    stderr: output('err'),
    cwd,
    env: {},
    whenOutputCloses: () => () => undefined,
  };
  return { code: await run(onTestBackend(args), io, backendCommands), ...texts };
}
