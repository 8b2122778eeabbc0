import { open, readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { parseMetricsLine, type StepLine } from './metrics-line.js';
import { type Best, parseBest, parseRunFile, type RunFile } from './run-file.js';
import { lockState, type RunState, runState } from './run-state.js';

/** What is known of a run without reading more than a few kilobytes of it. */
export interface Run {
  readonly folder: string;
  /** The name of its configuration, without the extension. */
  readonly name: string;
  readonly state: RunState;
  readonly file: RunFile;
  readonly best: Best | undefined;
  /** The last training step that was recorded; undefined before the first. */
  readonly last: StepLine | undefined;
}

/** Reads a run folder; undefined where there is no run in it. */
export async function readRun(folder: string): Promise<Run | undefined> {
  const [text, best, last, lock] = await Promise.all([
    readIfThere(join(folder, 'run.json')),
    readIfThere(join(folder, 'best.json')),
    lastStep(join(folder, 'metrics.jsonl')),
    lockState(folder),
  ]);
  const file = text === undefined ? undefined : parseRunFile(text);
  if (file === undefined || last === 'no file') return undefined;
  return {
    folder,
    name: nameOf(file.config),
    state: runState(lock, file.ended),
    file,
    best: best === undefined ? undefined : parseBest(best),
    last,
  };
}

/** What a run of a configuration is called: `quick` for `recipes/quick.yaml`. */
export function nameOf(config: string): string {
  // The path may be of another machine, with other separators.
  const name = basename(config.replaceAll('\\', '/'));
  return basename(name, extname(name));
}

/** The training step at which a run is to end; undefined where it is not known. */
export function lastStepOf({ totalSteps, maxSteps }: RunFile): number | undefined {
  if (totalSteps === undefined) return maxSteps;
  return maxSteps === undefined ? totalSteps : Math.min(maxSteps, totalSteps);
}

const firstTail = 4096;
const longestTail = 1 << 20;

/** The last whole training step of a metrics file, from its last few kilobytes. */
async function lastStep(path: string): Promise<StepLine | 'no file' | undefined> {
  let file: Awaited<ReturnType<typeof open>>;
  try {
    file = await open(path, 'r');
  } catch {
    return 'no file';
  }
  try {
    const { size } = await file.stat();
    for (let length = firstTail; ; length *= 4) {
      const start = Math.max(0, size - length);
      const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start);
      const step = lastStepIn(buffer.toString('utf8', 0, bytesRead), start === 0);
      // More only where a single line is longer than that.
      if (step !== undefined || start === 0 || length >= longestTail) return step;
    }
  } finally {
    await file.close();
  }
}

function lastStepIn(text: string, fromStart: boolean): StepLine | undefined {
  const lines = text.split('\n');
  // The last piece is empty, or a line that is still being written; the first may lack its beginning.
  for (let index = lines.length - 2; index >= (fromStart ? 0 : 1); index--) {
    const line = parseMetricsLine(lines[index] ?? '');
    if (line?.kind === 'step') return line;
  }
  return undefined;
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
}
