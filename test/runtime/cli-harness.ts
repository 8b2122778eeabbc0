import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import pc from 'picocolors';
import { backendCommands } from '../../runtime/src/cli/backend-commands.js';
import type { Io, Output } from '../../runtime/src/cli/io.js';
import { run } from '../../runtime/src/cli/program.js';

/** A new folder with these files. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'optim-sches-cli-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

export interface Setting {
  readonly cwd?: string;
  readonly stdin?: string | Buffer;
  readonly env?: Readonly<Record<string, string>>;
  readonly width?: number;
}

/** Runs one command line inside this process, without colours. */
export async function cli(args: readonly string[], setting: Setting = {}) {
  const written = { stdout: '', stderr: '' };
  const output = (name: keyof typeof written): Output => ({
    write: (text) => {
      written[name] += text;
    },
    width: setting.width ?? 80,
    colours: pc.createColors(false),
    unicode: true,
  });
  const io: Io = {
    stdin: Readable.from([Buffer.from(setting.stdin ?? '')]),
    stdout: output('stdout'),
    stderr: output('stderr'),
    cwd: setting.cwd ?? process.cwd(),
    env: setting.env ?? {},
    whenOutputCloses: () => () => undefined,
  };
  const code = await run(args, io, backendCommands);
  return { code, ...written };
}
