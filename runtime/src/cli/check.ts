import { resolve } from 'node:path';
import {
  type AppliedFix,
  documentProblems,
  fixUntilStable,
  type Loader,
  lineIndex,
  type Problem,
  rules,
  type Target,
} from '@optim-sches/schemas';
import { type CheckSettings, checkText, isSerious } from './check-text.js';
import { CliError, exitCode } from './cli-error.js';
import { type CheckedFile, formatProblems, type UnreadableFile } from './format/format-problems.js';
import { count } from './format/pretty.js';
import type { ProblemFormat } from './format/problem-formats.js';
import type { Io, Output } from './io.js';
import { printable } from './printable.js';
import { type NamedText, readArgument, standardInput } from './read-text.js';
import { readSeverities } from './severities.js';
import { packageVersion } from './version.js';
import { writeAtomically } from './write-atomically.js';

/** The options of `check` as the command line gives them. */
export interface CheckCommandOptions {
  readonly format: ProblemFormat;
  readonly target: Target;
  readonly loader: Loader;
  readonly fix?: boolean;
  readonly severity?: readonly string[];
  readonly quiet?: boolean;
  readonly stepsPerEpoch?: number;
}

/** Checks files, fixes them when asked, and writes the report. Answers 0, 1 (an error or a warning) or 2 (unreadable). */
export async function check(args: readonly string[], options: CheckCommandOptions, io: Io): Promise<number> {
  const settings: CheckSettings = {
    target: options.target,
    loader: options.loader,
    severities: readSeverities(
      options.severity ?? [],
      [...rules, ...documentProblems].map(({ code }) => code),
    ),
    ...(options.stepsPerEpoch === undefined ? {} : { stepsPerEpoch: options.stepsPerEpoch }),
  };
  const files: CheckedFile[] = [];
  const unreadable: UnreadableFile[] = [];
  // The fixed text of standard input has standard output for itself.
  const fixesStdin = options.fix === true && args.includes(standardInput);
  const report = fixesStdin ? io.stderr : io.stdout;
  for (const arg of args) {
    try {
      const read = await readArgument(arg, io);
      const input = options.fix === true ? fixText(read, settings, options, io) : read;
      for (const file of checkText(input, settings, io).files) addFile(files, file);
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      unreadable.push({ path: arg, message: error.message });
      io.stderr.write(`${io.stderr.colours.red('error')}: ${printable(error.message)}\n`);
    }
  }
  write(files, unreadable, options, report);
  if (unreadable.length > 0) return exitCode.unusable;
  return files.some((file) => file.problems.some(isSerious)) ? exitCode.problems : exitCode.ok;
}

function write(
  files: readonly CheckedFile[],
  unreadable: readonly UnreadableFile[],
  { format, quiet = false }: CheckCommandOptions,
  output: Output,
) {
  const shown = quiet ? files.map((file) => ({ ...file, problems: file.problems.filter(isSerious) })) : files;
  const silent = shown.length === 0 || (quiet && shown.every((file) => file.problems.length === 0));
  if (format === 'pretty' && silent) return;
  const { colours, width } = output;
  output.write(formatProblems(shown, { format, colours, width, version: packageVersion(), unreadable }));
}

// A train_cfg that two experiments share is reported once, with what either says of it.
function addFile(files: CheckedFile[], file: CheckedFile) {
  const index = files.findIndex((other) => other.path === file.path && other.text === file.text);
  const known = files[index];
  if (known === undefined) {
    files.push(file);
    return;
  }
  const key = ({ code, message, span }: Problem) => `${span.start} ${span.end} ${code} ${message}`;
  const keys = new Set(known.problems.map(key));
  const added = file.problems.filter((problem) => !keys.has(key(problem)));
  files[index] = { ...known, problems: [...known.problems, ...added] };
}

/** The text with its safe fixes applied, written back to where it came from. */
function fixText(input: NamedText, settings: CheckSettings, options: CheckCommandOptions, io: Io): NamedText {
  const { path, text } = input;
  const fixed = fixUntilStable(
    text,
    (changed) => checkText({ path, text: changed }, settings, io).files[0].problems,
  );
  const isStdin = path === '<stdin>';
  if (isStdin) io.stdout.write(fixed.text);
  else if (fixed.text !== text) writeAtomically(resolve(io.cwd, path), fixed.text);
  if (fixed.applied.length > 0 && options.quiet !== true) {
    const output = isStdin || options.format !== 'pretty' ? io.stderr : io.stdout;
    output.write(`${fixedLines(input, fixed.applied, output)}\n`);
  }
  return { path, text: fixed.text };
}

function fixedLines({ path, text }: NamedText, applied: readonly AppliedFix[], { colours }: Output): string {
  const source = lineIndex(text);
  // A later round has offsets of its own text; fixes rarely add lines, so its line numbers still tell the place.
  const lines = applied
    .map((one) => ({ ...one, line: source.position(one.problem.span.start).line + 1 }))
    .sort((a, b) => a.line - b.line)
    .map(({ line, fix, problem }) => {
      const title = printable(fix.title);
      return `  ${colours.dim(`${line}`.padStart(4))}  ${title}  ${colours.dim(problem.code)}`;
    });
  const title = `${colours.green('✔')} Fixed ${count(applied.length, 'problem')} in ${printable(path)}:`;
  return [title, ...lines, ''].join('\n');
}
