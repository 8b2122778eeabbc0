import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, extname, join, resolve } from 'node:path';
import * as tf from '#tf';
import type { Backend } from '../backends/index.js';
import { replaceFile } from '../checkpoint/files.js';
import type { Outcome } from './run.js';

/** `run.json`: how a run came about. */
export interface RunFile {
  readonly started: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly platform: string;
  readonly backend: string;
  readonly backendReason: string;
  readonly seed: number;
  readonly command: readonly string[];
  /** The configuration as it was given, and its folder: the user's own code and relative paths start there. */
  readonly config: string;
  readonly folder: string;
  /** How long the training is. */
  readonly totalSteps: number;
  readonly stepsPerEpoch: number;
  readonly numEpochs: number;
  /** The training step after which this start of it stops, where `--max-steps` says so. */
  readonly maxSteps?: number | undefined;
  /** What went on with it later. */
  readonly resumed: readonly Resumed[];
  /** How it ended. Absent while it trains, and after a process that was killed. */
  readonly ended?: Ended | undefined;
}

/** The lengths in `run.json`. */
export type RunLength = Pick<RunFile, 'totalSteps' | 'stepsPerEpoch' | 'numEpochs' | 'maxSteps'>;

/** The end of a training, or of a part of it. */
export interface Ended {
  readonly time: string;
  /** The last training step. */
  readonly step: number;
  readonly outcome: Outcome | 'failed';
  /** What was wrong when it failed. */
  readonly reason?: string;
}

export interface Resumed {
  readonly time: string;
  readonly step: number;
  readonly backend: string;
  readonly command: readonly string[];
}

/** The folder of a new run when none is named: `runs/<configuration>-<date>-<time>`, one that does not exist yet. */
export function defaultRunFolder(cwd: string, configPath: string, now = new Date()): string {
  const [date = '', time = ''] = localTime(now);
  const name = `${basename(configPath, extname(configPath))}-${date}-${time}`;
  const free = (suffix: string) => !existsSync(join(cwd, 'runs', name + suffix));
  let suffix = '';
  for (let n = 2; !free(suffix); n++) suffix = `-${n}`;
  return join(cwd, 'runs', name + suffix);
}

/** Throws when a folder cannot take a new run because there is something in it. Creates nothing. */
export function assertFree(folder: string, given: string): void {
  if (!existsSync(folder)) return;
  if (readdirSync(folder).length === 0) return;
  const what = existsSync(join(folder, 'run.json')) ? 'holds a run already' : 'is not empty';
  const resume = existsSync(join(folder, 'run.json')) ? ` Go on with it by --resume ${given}, or` : '';
  throw new Error(
    `The folder ${given} ${what}; nothing in it is overwritten.${resume || ' So'} name another with --run.`,
  );
}

/** Makes the folder of a new run with its configuration and its `run.json`. */
export function createRunFolder(folder: string, config: string, run: RunFile): void {
  mkdirSync(folder, { recursive: true });
  writeRunFiles(folder, config, run);
}

/** Replaces the configuration and the `run.json` of a run. */
export function writeRunFiles(folder: string, config: string, run: RunFile): void {
  replaceFile(folder, 'config.yaml', [Buffer.from(config)]);
  writeRunFile(folder, run);
}

/** Replaces the `run.json` of a run. */
export function writeRunFile(folder: string, run: RunFile): void {
  replaceFile(folder, 'run.json', [Buffer.from(`${JSON.stringify(run, undefined, 2)}\n`)]);
}

/** The `run.json` and the configuration of an earlier run. Throws when the folder holds none. */
export function readRunFolder(folder: string, given: string): { run: RunFile; config: string } {
  const runFile = join(folder, 'run.json');
  const configFile = join(folder, 'config.yaml');
  if (!existsSync(runFile) || !existsSync(configFile))
    throw new Error(
      `--resume ${given}: there is no run in ${resolve(folder)} (it has no run.json and config.yaml). Give the folder that a training has written.`,
    );
  return {
    run: JSON.parse(readFileSync(runFile, 'utf8')) as RunFile,
    config: readFileSync(configFile, 'utf8'),
  };
}

/** The start of a new `run.json`. */
export function newRunFile(
  backend: Backend,
  about: Pick<RunFile, 'seed' | 'command' | 'config' | 'folder'> & RunLength,
): RunFile {
  return {
    started: new Date().toISOString(),
    versions: { 'optim-sches': packageVersion(), node: process.versions.node, tfjs: tf.version_core },
    platform: `${process.platform} ${process.arch}`,
    backend: backend.name,
    backendReason: backend.reason,
    ...about,
    resumed: [],
  };
}

function packageVersion(): string {
  // The same distance from src/training and from dist/training.
  const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };
  return version;
}

/** `20260131` and `235959` in local time. */
function localTime(now: Date): [date: string, time: string] {
  const two = (value: number) => String(value).padStart(2, '0');
  return [
    `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`,
    `${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`,
  ];
}
