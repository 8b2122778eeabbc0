import { type Loader, parseDocument, toLoaderJson } from '@optim-sches/schemas';
import { exitCode } from './cli-error.js';
import { formatProblems } from './format/format-problems.js';
import type { Io } from './io.js';
import { printable } from './printable.js';
import { readArgument } from './read-text.js';
import { resolvedText } from './resolved-text.js';
import { packageVersion } from './version.js';

/** The options of `resolve` as the command line gives them. */
export interface ResolveCommandOptions {
  readonly json?: boolean;
  readonly loader: Loader;
}

/** Prints what the YAML loader makes of a file. Answers 1 when the loader refuses it, with the reason. */
export async function resolve(arg: string, options: ResolveCommandOptions, io: Io): Promise<number> {
  const { path, text } = await readArgument(arg, io);
  const document = parseDocument(text, { loader: options.loader });
  const { root, loaderError } = document;
  if (root !== undefined && loaderError === undefined) {
    const resolved = toLoaderJson(root);
    io.stdout.write(
      options.json === true ? `${JSON.stringify(resolved, null, 2)}\n` : resolvedText(resolved),
    );
    return exitCode.ok;
  }
  const { type, message } = loaderError ?? { type: 'TypeError', message: 'the file is empty' };
  if (options.json === true) {
    io.stdout.write(`${JSON.stringify({ error: type, message }, null, 2)}\n`);
    return exitCode.problems;
  }
  const { colours, width } = io.stderr;
  const problems = document.problems.filter(({ severity }) => severity === 'error');
  if (problems.length > 0) {
    const report = { format: 'pretty', colours, width, summary: false, version: packageVersion() } as const;
    io.stderr.write(`${formatProblems([{ path, text, problems }], report)}\n`);
  }
  const said = message.split('\n').map(printable).join('\n');
  io.stderr.write(`The YAML loader refuses ${printable(path)}: ${type}: ${said}\n`);
  return exitCode.problems;
}
