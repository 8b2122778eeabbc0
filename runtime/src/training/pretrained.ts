import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { entryOf, type MapValue, toPlain } from '@optim-sches/schemas';
import type { Variable } from '#tf';
import * as tf from '#tf';
import { decodeSafetensors, type TensorData } from '../checkpoint/safetensors.js';
import { newestCheckpoint, readModel } from '../checkpoint/store.js';
import { checkpointFolder } from './checkpoints.js';
import { mapAt } from './resolve-config.js';
import type { BestFile } from './selection.js';

/** One entry of `pretrained_model`. */
export interface Pretrained {
  /** A run folder, a checkpoint folder or a .safetensors file; `runs/quick` also means the newest `runs/quick-<time>`. */
  readonly path: string;
  /** Parameter prefixes in the file and the prefixes that they have in this model: then only these are loaded. */
  readonly mapping?: Readonly<Record<string, string>>;
}

type Parameters = ReadonlyMap<string, Variable>;

/** The pretrained models of `train_cfg.model`: SpeeChain's `model_conf.pretrained_model`, or `pretrained_model`. */
export function readPretrainedOf(model: MapValue | undefined): Pretrained[] {
  const values = [mapAt(model, 'model_conf'), model].map((map) => entryOf(map, 'pretrained_model')?.value);
  return values.flatMap((value) => (value === undefined ? [] : readPretrained(toPlain(value))));
}

/** Reads `pretrained_model`: a path, `{path, mapping}`, or a list of these. Throws when it is something else. */
export function readPretrained(value: unknown): Pretrained[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(readPretrained);
  if (typeof value === 'string') return [{ path: value }];
  const { path, mapping } = value as { path?: unknown; mapping?: unknown };
  if (typeof path !== 'string') throw new Error('pretrained_model needs a path: write {path: runs/quick}.');
  if (mapping === undefined || mapping === null) return [{ path }];
  const isMapping =
    typeof mapping === 'object' && Object.values(mapping).every((to) => typeof to === 'string');
  if (!isMapping) throw new Error('mapping of pretrained_model maps names to names: {encoder: encoder}.');
  return [{ path, mapping: mapping as Record<string, string> }];
}

/**
 * Loads saved parameters into a model. Returns what was loaded, for a reader. Throws when nothing is there, or when
 * names or shapes differ, all of them named. `folders` are where a relative path may start, tried in order.
 */
export function loadPretrained(
  parameters: Parameters,
  { path, mapping }: Pretrained,
  folders: readonly string[],
): string {
  const { file, read } = findModel(path, folders);
  const saved = mapping === undefined ? read() : renamed(read(), mapping, file);
  const problems = differences(parameters, saved, mapping === undefined);
  if (problems.length > 0) {
    const shown = problems.slice(0, 8);
    const more = problems.length > shown.length ? [`… and ${problems.length - shown.length} more`] : [];
    throw new Error(
      `The pretrained model ${file} does not fit this model:\n${[...shown, ...more].map((line) => `  ${line}`).join('\n')}\nBuild the model with the same module_conf, or load a part of it with mapping: {name in the file: name here}.`,
    );
  }
  for (const [name, { data, shape }] of saved) {
    const value = tf.tensor(data, [...shape], 'float32');
    parameters.get(name)?.assign(value);
    value.dispose();
  }
  return `${saved.size} of ${parameters.size} parameters from ${file}`;
}

function differences(
  parameters: Parameters,
  saved: ReadonlyMap<string, TensorData>,
  isWhole: boolean,
): string[] {
  const missing = [...parameters.keys()].filter((name) => isWhole && !saved.has(name));
  const extra = [...saved.keys()].filter((name) => !parameters.has(name));
  const wrong = [...saved].flatMap(([name, { shape }]) => {
    const here = parameters.get(name)?.shape;
    return here === undefined || String(here) === String(shape)
      ? []
      : [`${name} is [${shape.join(', ')}] in the file and [${here.join(', ')}] here`];
  });
  return [
    ...missing.map((name) => `${name} is not in the file`),
    ...extra.map((name) => `${name} is in the file, but not in this model`),
    ...wrong,
  ];
}

/** The tensors whose names begin with one of the prefixes, under their names here. */
function renamed(
  saved: ReadonlyMap<string, TensorData>,
  mapping: Readonly<Record<string, string>>,
  file: string,
): Map<string, TensorData> {
  const result = new Map<string, TensorData>();
  for (const [from, to] of Object.entries(mapping)) {
    const found = [...saved].filter(([name]) => name === from || name.startsWith(`${from}.`));
    if (found.length === 0)
      throw new Error(`mapping names "${from}", but no parameter in ${file} begins so.`);
    for (const [name, tensor] of found) result.set(to + name.slice(from.length), tensor);
  }
  return result;
}

interface FoundModel {
  readonly file: string;
  readonly read: () => ReadonlyMap<string, TensorData>;
}

function findModel(path: string, folders: readonly string[]): FoundModel {
  const candidates = isAbsolute(path) ? [path] : [...new Set(folders.map((folder) => resolve(folder, path)))];
  for (const candidate of candidates) {
    const found = modelAt(candidate) ?? newestRun(candidate);
    if (found !== undefined) return found;
  }
  throw new Error(
    `pretrained_model "${path}" is not there: no run folder, checkpoint folder or .safetensors file at ${candidates.join(' or ')}. Train the first model before, or correct the path.`,
  );
}

function modelAt(path: string): FoundModel | undefined {
  if (!existsSync(path)) return undefined;
  if (statSync(path).isFile()) return { file: path, read: () => decodeSafetensors(readFileSync(path), path) };
  if (existsSync(join(path, 'state.json'))) return { file: path, read: () => readModel(path) };
  const best = bestCheckpoint(path) ?? newestCheckpoint(checkpointFolder(path)).path;
  return best === undefined ? undefined : { file: best, read: () => readModel(best) };
}

/** The best model of a run by its first criterion, when it has one. */
function bestCheckpoint(run: string): string | undefined {
  const file = join(run, 'best.json');
  if (!existsSync(file)) return undefined;
  const { criteria } = JSON.parse(readFileSync(file, 'utf8')) as BestFile;
  const checkpoint = criteria[0]?.best[0]?.checkpoint;
  return checkpoint === undefined ? undefined : join(run, checkpoint);
}

/** The newest run of a configuration: the folder `<path>-<date>-<time>` with the latest time that holds a model. */
function newestRun(path: string): FoundModel | undefined {
  const folder = dirname(path);
  if (!existsSync(folder)) return undefined;
  const start = `${basename(path)}-`;
  const isRun = (name: string) =>
    name.startsWith(start) && /^\d{8}-\d{6}(?:-\d+)?$/.test(name.slice(start.length));
  for (const name of readdirSync(folder).filter(isRun).sort().reverse()) {
    const found = modelAt(join(folder, name));
    if (found !== undefined) return found;
  }
  return undefined;
}
