import { resolve } from 'node:path';
import {
  applyEdits,
  type Config,
  type Conversion,
  convertSchedule,
  findScheduler,
  type Loader,
  type OptimSchedulerConf,
  samenessWords,
  suggest,
} from '@optim-sches/schemas';
import { checkText } from './check-text.js';
import { CliError, exitCode } from './cli-error.js';
import { listsAll, meantWords, quoted } from './find-schedule.js';
import { type CheckedFile, formatProblems } from './format/format-problems.js';
import type { Io, Output } from './io.js';
import { printable } from './printable.js';
import { readArgument, standardInput } from './read-text.js';
import { wrapText } from './text-layout.js';
import { unifiedDiff } from './unified-diff.js';
import { packageVersion } from './version.js';
import { writeAtomically } from './write-atomically.js';

/** The options of `convert` as the command line gives them. */
export interface ConvertCommandOptions {
  readonly to: string;
  readonly optimizer?: string;
  readonly steps?: number;
  readonly stepsPerEpoch?: number;
  readonly write?: boolean;
  readonly loader: Loader;
}

/**
 * Rewrites an OptimScheduler with another schedule, and tells how near its curve is. Answers 0, 1 with the reason when
 * it cannot be converted, or 2.
 */
export async function convert(arg: string, options: ConvertCommandOptions, io: Io): Promise<number> {
  assertType(options.to);
  const input = await readArgument(arg, io);
  const { config, files } = checkText(input, options, io);
  if (config.linked)
    throw new CliError(
      `${input.path} has no optim_sches itself: it is in ${config.trainCfgPath?.path}, which its train_cfg names. Convert that file.`,
    );
  const one = chosen(config, input.path, options.optimizer);
  const result = convertSchedule(config, one.name, options.to, {
    nearest: true,
    ...(options.steps === undefined ? {} : { steps: options.steps }),
    ...(options.stepsPerEpoch === undefined ? {} : { stepsPerEpoch: options.stepsPerEpoch }),
  });
  if ('reason' in result) {
    if (one.schedulerConf === undefined || one.lr === undefined) showErrors(files, io);
    throw new CliError(`${input.path}: ${result.reason}`, exitCode.problems);
  }
  const text = applyEdits(input.text, result.conversion.edits);
  assertSound(files[0], checkText({ path: input.path, text }, options, io).files[0]);

  const isStdin = arg === standardInput;
  const report = reportText(one, result.conversion);
  if (options.write === true && isStdin) io.stdout.write(text);
  else if (options.write === true) writeAtomically(resolve(io.cwd, input.path), text);
  else io.stdout.write(diff(input.path, input.text, text, io.stdout));
  // The new text, or the diff, has standard output for itself.
  const output = options.write === true && !isStdin ? io.stdout : io.stderr;
  const title = options.write === true && !isStdin ? [`Wrote ${input.path}.`] : [];
  write([...title, ...report], output);
  return exitCode.ok;
}

function assertType(type: string): void {
  if (findScheduler(type)) return;
  throw new CliError(`--to: there is no schedule ${quoted(type)}. ${meantWords(type) ?? listsAll}`);
}

/** The OptimScheduler that is meant. */
function chosen({ optimSchedulers }: Config, path: string, name: string | undefined): OptimSchedulerConf {
  const names = optimSchedulers.map((one) => one.name);
  const [first, second] = optimSchedulers;
  if (!first)
    throw new CliError(`${path}: there is nothing to convert: it has no optim_sches.`, exitCode.problems);
  if (name === undefined && second)
    throw new CliError(
      `${path} has ${names.length} OptimSchedulers: name one with --optimizer (${names.join(', ')}).`,
    );
  const found = name === undefined ? first : optimSchedulers.find((one) => one.name === name);
  if (found) return found;
  const near = suggest(name ?? '', names);
  throw new CliError(
    `--optimizer: ${path} has no OptimScheduler "${name}". ${near ? `Did you mean "${near}"?` : `It has ${names.join(', ')}.`}`,
  );
}

function showErrors(files: readonly CheckedFile[], io: Io): void {
  const shown = files.map((file) => ({
    ...file,
    problems: file.problems.filter(({ severity }) => severity === 'error'),
  }));
  const { colours, width } = io.stderr;
  if (shown.some(({ problems }) => problems.length > 0))
    io.stderr.write(formatProblems(shown, { format: 'pretty', colours, width, version: packageVersion() }));
}

/** A file that gets an error by a conversion is a fault of this program, and is not written. */
function assertSound(before: CheckedFile, after: CheckedFile): void {
  const errors = ({ problems }: CheckedFile) => problems.filter(({ severity }) => severity === 'error');
  const known = new Set(errors(before).map(({ message }) => message));
  const added = errors(after).find(({ message }) => !known.has(message));
  if (added) throw new Error(`The converted file would be wrong: ${added.message}`);
}

function reportText(one: OptimSchedulerConf, { type, sameness, lr, notes }: Conversion): string[] {
  return [
    `${one.name}: ${one.type} is now ${type}. ${samenessWords(sameness)}`,
    ...(lr ? [`optim_conf.lr changes from ${lr.from} to ${lr.to}.`] : []),
    ...notes,
  ];
}

function write(lines: readonly string[], output: Output): void {
  const wrapped = lines.flatMap((line) => wrapText(printable(line), Math.min(output.width, 100)));
  output.write(`${wrapped.join('\n')}\n`);
}

function diff(path: string, before: string, after: string, { colours }: Output): string {
  const paints = { '-': colours.red, '+': colours.green, '@': colours.cyan };
  return unifiedDiff(path, before, after, (line, kind) => paints[kind](line));
}
