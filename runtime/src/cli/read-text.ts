import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CliError } from './cli-error.js';
import type { Io } from './io.js';

/** The argument that stands for standard input. */
export const standardInput = '-';

/** A text with the name by which it is reported. */
export interface NamedText {
  /** The path as the user wrote it; `<stdin>` for standard input. */
  readonly path: string;
  readonly text: string;
}

function reasonOf(error: unknown, path: string): string {
  const code = (error as NodeJS.ErrnoException).code;
  switch (code) {
    case 'ENOENT':
      return `Cannot read "${path}": there is no such file.`;
    case 'EISDIR':
      return `Cannot read "${path}": it is a folder. Name the files in it, for example ${path.replace(/\/+$/, '')}/*.yaml.`;
    case 'EACCES':
    case 'EPERM':
      return `Cannot read "${path}": permission denied.`;
    case 'ENOTDIR':
      return `Cannot read "${path}": a part of the path is a file, not a folder.`;
    default:
      return `Cannot read "${path}": ${error instanceof Error ? error.message : String(error)}`;
  }
}

function decode(bytes: Buffer, path: string): string {
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (isUtf16) throw new CliError(`Cannot read "${path}": it is UTF-16. Save it as UTF-8.`);
  if (!isUtf8(bytes)) throw new CliError(`Cannot read "${path}": it is not UTF-8 text. Save it as UTF-8.`);
  return bytes.toString('utf8');
}

async function readAll(io: Io): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of io.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** The text of a file, a byte order mark included. Throws a `CliError` that says why it cannot be read. */
export function readFileText(path: string, cwd: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(resolve(cwd, path));
  } catch (error) {
    throw new CliError(reasonOf(error, path));
  }
  return decode(bytes, path);
}

/** The text that a command-line argument names: a file, or standard input for `-`. Throws as `readFileText` does. */
export async function readArgument(argument: string, io: Io): Promise<NamedText> {
  if (argument !== standardInput) return { path: argument, text: readFileText(argument, io.cwd) };
  const path = '<stdin>';
  return { path, text: decode(await readAll(io), path) };
}
