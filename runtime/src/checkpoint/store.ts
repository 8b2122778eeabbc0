import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type FileMark, readMarked, sha256, syncFolder, writeDurably } from './files.js';
import { toJson } from './json.js';
import { decodeSafetensors, encodeSafetensors, type TensorData } from './safetensors.js';

export type Tensors = ReadonlyMap<string, TensorData>;

/** Everything that a run needs to go on from a step as if it had never stopped. */
export interface Checkpoint {
  readonly step: number;
  readonly model: Tensors;
  /** By the name of the OptimScheduler. */
  readonly optimizers: ReadonlyMap<string, Tensors>;
  /** Plain JSON. */
  readonly state: unknown;
}

/** A checkpoint that cannot be used, and why. */
export interface BrokenCheckpoint {
  readonly path: string;
  readonly why: string;
}

const format = 1;
const modelFile = 'model.safetensors';
const stateFile = 'state.json';
const optimizerFile = (name: string) => `optimizer.${encodeURIComponent(name)}.safetensors`;

interface StateFile {
  readonly format: number;
  readonly step: number;
  readonly optimizers: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, FileMark>>;
  readonly state: unknown;
}

/** The folder of a checkpoint inside the folder of all checkpoints. */
export function checkpointPath(folder: string, step: number): string {
  return join(folder, `step-${step}`);
}

/** The steps of the checkpoints in a folder, oldest first. Half-written ones have another name and are not listed. */
export function checkpointSteps(folder: string): number[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((name) => /^step-(\d+)$/.exec(name)?.[1])
    .filter((digits) => digits !== undefined)
    .map(Number)
    .sort((a, b) => a - b);
}

/**
 * Writes a checkpoint so that a crash at any instant leaves either the whole of it or none: into a temporary folder,
 * every file forced to the disk, then renamed. Returns its folder.
 */
export function writeCheckpoint(folder: string, checkpoint: Checkpoint): string {
  mkdirSync(folder, { recursive: true });
  removeUnfinished(folder);
  const temporary = join(folder, `.step-${checkpoint.step}.${randomBytes(4).toString('hex')}.tmp`);
  mkdirSync(temporary);
  try {
    writeFiles(temporary, checkpoint);
  } catch (error) {
    // On a full disk what is half-written would take the room of everything else.
    rmSync(temporary, { recursive: true, force: true });
    throw error;
  }
  const path = checkpointPath(folder, checkpoint.step);
  // Only a broken checkpoint can stand here: a run that goes on from an earlier one comes by again.
  rmSync(path, { recursive: true, force: true });
  renameSync(temporary, path);
  syncFolder(folder);
  return path;
}

/** Writes the files of a checkpoint into a folder, and waits until they are on the disk. */
function writeFiles(temporary: string, checkpoint: Checkpoint): void {
  const files: Record<string, FileMark> = {};
  const optimizers: Record<string, string> = {};
  const write = (name: string, pieces: readonly Uint8Array[]) => {
    files[name] = writeDurably(join(temporary, name), pieces);
  };
  write(modelFile, encodeSafetensors(checkpoint.model));
  for (const [name, tensors] of checkpoint.optimizers) {
    optimizers[name] = optimizerFile(name);
    write(optimizerFile(name), encodeSafetensors(tensors));
  }
  const content: StateFile = { format, step: checkpoint.step, optimizers, files, state: checkpoint.state };
  writeDurably(join(temporary, stateFile), [Buffer.from(withChecksum(content))]);
  syncFolder(temporary);
}

/** Reads a checkpoint and proves that every file of it is whole. Throws with the reason when one is not. */
export function readCheckpoint(path: string): Checkpoint {
  const { step, optimizers, files, state } = readState(path);
  const tensors = (name: string) => {
    const mark = files[name];
    if (mark === undefined) throw new Error(`${stateFile} does not list ${name}`);
    return decodeSafetensors(readMarked(join(path, name), mark), name);
  };
  return {
    step,
    model: tensors(modelFile),
    optimizers: new Map(Object.entries(optimizers).map(([name, file]) => [name, tensors(file)])),
    state,
  };
}

/** The model alone of a checkpoint, checked. Throws with the reason when it is not whole. */
export function readModel(path: string): Tensors {
  const mark = readState(path).files[modelFile];
  if (mark === undefined) throw new Error(`${stateFile} does not list ${modelFile}`);
  return decodeSafetensors(readMarked(join(path, modelFile), mark), modelFile);
}

/** The newest whole checkpoint of a run, and the newer ones that are broken. */
export function newestCheckpoint(folder: string): {
  readonly path: string | undefined;
  readonly checkpoint: Checkpoint | undefined;
  readonly broken: readonly BrokenCheckpoint[];
} {
  const broken: BrokenCheckpoint[] = [];
  for (const step of checkpointSteps(folder).reverse()) {
    const path = checkpointPath(folder, step);
    try {
      return { path, checkpoint: readCheckpoint(path), broken };
    } catch (error) {
      broken.push({ path, why: error instanceof Error ? error.message : String(error) });
    }
  }
  return { path: undefined, checkpoint: undefined, broken };
}

/** Removes all checkpoints but those of the given steps. */
export function pruneCheckpoints(folder: string, keep: ReadonlySet<number>): void {
  for (const step of checkpointSteps(folder)) {
    if (!keep.has(step)) rmSync(checkpointPath(folder, step), { recursive: true, force: true });
  }
}

function readState(path: string): StateFile {
  const { checksum, ...content } = JSON.parse(readFileSync(join(path, stateFile), 'utf8')) as StateFile & {
    readonly checksum: unknown;
  };
  if (content.format !== format)
    throw new Error(`${stateFile} has the format ${content.format}; this version reads format ${format}`);
  if (sha256(JSON.stringify(content)) !== checksum)
    throw new Error(`the content of ${stateFile} does not match its checksum`);
  return content;
}

/** The state file's text: JSON with a checksum over everything else in it, written without blanks. */
function withChecksum(content: StateFile): string {
  const checksum = sha256(toJson(content));
  return `${toJson({ ...content, checksum })}\n`;
}

/** What a crash left half-written. */
function removeUnfinished(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (name.startsWith('.step-') && name.endsWith('.tmp'))
      rmSync(join(folder, name), { recursive: true, force: true });
  }
}
