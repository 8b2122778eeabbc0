import { resolve } from 'node:path';
import {
  type Curve,
  type CurveOptions,
  configCurve,
  curveSvg,
  type Loader,
  type PictureTheme,
  type Target,
} from '@optim-sches/schemas';
import { type CheckedConfig, checkText } from './check-text.js';
import { CliError, exitCode } from './cli-error.js';
import { optimizersJson } from './curve-json.js';
import { formatProblems } from './format/format-problems.js';
import type { Io } from './io.js';
import { type LengthOptions, type PreviewLength, previewLength } from './preview-length.js';
import { previewText } from './preview-text.js';
import { readArgument, standardInput } from './read-text.js';
import { packageVersion } from './version.js';
import { writeAtomically } from './write-atomically.js';

/** The options of `preview` as the command line gives them. */
export interface PreviewCommandOptions extends LengthOptions {
  readonly improves?: number;
  readonly compare?: string;
  readonly svg?: string;
  readonly theme: PictureTheme;
  readonly json?: boolean;
  readonly sample?: number;
  readonly target: Target;
  readonly loader: Loader;
}

/** A configuration with its learning rates. */
export interface Preview {
  readonly path: string;
  /** The configuration's files with their problems. */
  readonly files: CheckedConfig['files'];
  readonly curve: Curve;
  /** OptimSchedulers that have no curve: a user's own code, which a preview does not run. */
  readonly left: readonly string[];
}

/** Draws the learning rates of a configuration. Answers 1 with its problems when errors leave no curve. */
export async function preview(arg: string, options: PreviewCommandOptions, io: Io): Promise<number> {
  if (options.compare === standardInput && arg === standardInput) {
    throw new CliError('Standard input cannot be both configurations of a comparison.');
  }
  if (options.sample !== undefined && options.json !== true) throw new CliError('--sample goes with --json.');
  const args = options.compare === undefined ? [arg] : [arg, options.compare];
  const checked: CheckedConfig[] = [];
  for (const one of args) checked.push(checkText(await readArgument(one, io), options, io));
  const length = previewLength(
    checked.map(({ config }) => config),
    options,
  );
  const curveOptions: CurveOptions = {
    steps: length.steps,
    ...(length.stepsPerEpoch === undefined ? {} : { stepsPerEpoch: length.stepsPerEpoch }),
    ...(options.improves === undefined ? {} : { improves: options.improves }),
    ...sampleOf(options),
  };
  const previews: Preview[] = [];
  for (const one of checked) {
    const drawn = draw(one, curveOptions);
    if (drawn === undefined) {
      explain(one, io);
      return exitCode.problems;
    }
    previews.push(drawn);
  }
  const [main, other] = previews;
  if (main !== undefined) write(main, other, length, options, io);
  return exitCode.ok;
}

// More points than a screen or a picture has columns: enough for every bend.
const drawnPoints = 4_000;

function sampleOf({ json, sample }: PreviewCommandOptions): { sample?: number } {
  if (json !== true) return { sample: drawnPoints };
  return sample === undefined ? {} : { sample };
}

/** The curves of a configuration; undefined when it has none, or errors leave one of its OptimSchedulers without. */
function draw({ config, files }: CheckedConfig, options: CurveOptions): Preview | undefined {
  const curve = configCurve(config, options);
  const drawn = new Set(curve.optimizers.map(({ name }) => name));
  const left = config.optimSchedulers.map(({ name }) => name).filter((name) => !drawn.has(name));
  const wrong = files.some(({ problems }) => problems.some(({ severity }) => severity === 'error'));
  if (drawn.size === 0 || (wrong && left.length > 0)) return undefined;
  return { path: files[0].path, files, curve, left };
}

function explain({ files, config }: CheckedConfig, io: Io) {
  const { colours, width } = io.stderr;
  const shown = files.map((file) => ({
    ...file,
    problems: file.problems.filter(({ severity }) => severity === 'error'),
  }));
  if (shown.some(({ problems }) => problems.length > 0)) {
    const report = { format: 'pretty', colours, width, version: packageVersion() } as const;
    io.stderr.write(formatProblems(shown, report));
    return;
  }
  const types = config.optimSchedulers.map(({ type }) => `"${type}"`).join(', ');
  const why =
    types === '' ? 'it has no optim_sches' : `${types} is code of your own, which a preview does not run`;
  io.stderr.write(`${colours.red('error')}: There is no curve to draw for ${files[0].path}: ${why}.\n`);
}

function write(
  main: Preview,
  other: Preview | undefined,
  length: PreviewLength,
  options: PreviewCommandOptions,
  io: Io,
) {
  if (options.svg !== undefined) {
    const svg = curveSvg(main.curve, {
      theme: options.theme,
      title: main.path,
      ...(other === undefined ? {} : { compare: other.curve, compareLabel: other.path }),
    });
    if (options.svg === standardInput) {
      io.stdout.write(`${svg}\n`);
      return;
    }
    writeAtomically(resolve(io.cwd, options.svg), `${svg}\n`);
    io.stderr.write(`Wrote ${options.svg}.\n`);
  }
  if (options.json === true) writeJson(main, other, options.sample !== undefined, io);
  else if (options.svg === undefined) io.stdout.write(previewText(main, other, length, io.stdout));
}

function writeJson(main: Preview, other: Preview | undefined, sampled: boolean, io: Io) {
  io.stdout.write('{"optimizers":');
  for (const piece of optimizersJson(main.curve, sampled)) io.stdout.write(piece);
  if (other !== undefined) {
    io.stdout.write(`,"compared":{"path":${JSON.stringify(other.path)},"optimizers":`);
    for (const piece of optimizersJson(other.curve, sampled)) io.stdout.write(piece);
    io.stdout.write('}');
  }
  io.stdout.write('}\n');
}
