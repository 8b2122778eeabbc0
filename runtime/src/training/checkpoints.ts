import { join } from 'node:path';
import type { Tensor } from '#tf';
import * as tf from '#tf';
import type { TensorData } from '../checkpoint/safetensors.js';
import { type Checkpoint, checkpointSteps, pruneCheckpoints, writeCheckpoint } from '../checkpoint/store.js';
import type { OptimScheduler } from '../optim-scheduler.js';
import type { MonitorState } from './monitor.js';
import type { Position, Run } from './run.js';
import { writeSelection } from './selection.js';

export interface CheckpointSettings {
  /** Training steps between two checkpoints; undefined: by the clock. */
  readonly every: number | undefined;
  /** The step of the checkpoint from which the run goes on. */
  readonly savedStep?: number | undefined;
  /** Milliseconds since some instant; replaced in tests. */
  readonly now?: () => number;
}

/** A crash loses at most this much work, when no number of steps is asked for. */
const interval = 30_000;
/** The newest checkpoints that stay whatever else: should the newest be damaged, there is one before it. */
const newest = 2;

/** The plain part of a checkpoint. */
interface RunState {
  readonly position: Position;
  readonly monitor: MonitorState;
  /** Length of metrics.jsonl. */
  readonly metricsBytes: number;
  readonly optimSchedulers: Readonly<
    Record<string, Omit<ReturnType<OptimScheduler['stateDict']>, 'tensors'>>
  >;
}

/** The parts of a run that have a state. */
export type RunParts = Pick<Run, 'model' | 'optimSchedulers' | 'monitor' | 'position'>;

/** Saves a run now and then, keeps what is worth keeping, and puts a run back to where it was. */
export class Checkpoints {
  readonly #runFolder: string;
  readonly #folder: string;
  readonly #settings: CheckpointSettings;
  readonly #now: () => number;
  #savedStep: number | undefined;
  #savedAt: number;

  constructor(runFolder: string, settings: CheckpointSettings) {
    this.#runFolder = runFolder;
    this.#folder = checkpointFolder(runFolder);
    this.#settings = settings;
    this.#now = settings.now ?? (() => performance.now());
    this.#savedAt = this.#now();
    this.#savedStep = settings.savedStep;
  }

  /** Finishes what a crash may have kept from being done after the checkpoint from which the run goes on. */
  begin(run: Run): void {
    if (this.#savedStep !== undefined) this.#select(run);
  }

  /** Whether enough has been done since the last checkpoint. */
  isDue(step: number): boolean {
    const { every } = this.#settings;
    if (every === undefined) return this.#now() - this.#savedAt >= interval;
    return step % every === 0 && step !== 0;
  }

  /** Writes a checkpoint of the run as it stands, unless it has just been written, and removes what is out of date. */
  async save(run: Run): Promise<void> {
    const { step } = run.position;
    if (step === this.#savedStep) return;
    run.position.epochSteps = keptSteps(run);
    writeCheckpoint(this.#folder, await snapshot(run));
    this.#savedStep = step;
    this.#savedAt = this.#now();
    this.#select(run);
  }

  #select(run: Run): void {
    // Only the end of an epoch changes what is best.
    if (run.position.index === 0 && run.position.epoch > 1)
      writeSelection(this.#runFolder, this.#folder, run);
    const steps = checkpointSteps(this.#folder);
    pruneCheckpoints(
      this.#folder,
      new Set([...Object.values(run.position.epochSteps), ...steps.slice(-newest)]),
    );
  }
}

export function checkpointFolder(runFolder: string): string {
  return join(runFolder, 'checkpoints');
}

/** Length of metrics.jsonl when a checkpoint was written. */
export function metricsBytes(checkpoint: Checkpoint): number {
  return (checkpoint.state as RunState).metricsBytes;
}

function keptSteps({ position, monitor }: Run): Record<string, number> {
  const { kept } = monitor;
  return Object.fromEntries(Object.entries(position.epochSteps).filter(([epoch]) => kept.has(Number(epoch))));
}

async function snapshot(run: Run): Promise<Checkpoint> {
  const states = run.optimSchedulers.map((each) => [each.name, each.stateDict()] as const);
  const optimizers = new Map<string, Map<string, TensorData>>();
  for (const [name, { tensors }] of states) optimizers.set(name, await download(tensors));
  const state: RunState = {
    position: run.position,
    monitor: run.monitor.stateDict(),
    metricsBytes: run.recorder.flush(),
    optimSchedulers: Object.fromEntries(states.map(([name, { tensors: _, ...plain }]) => [name, plain])),
  };
  return { step: run.position.step, model: await download(run.model.parameters), optimizers, state };
}

async function download(tensors: ReadonlyMap<string, Tensor>): Promise<Map<string, TensorData>> {
  const data = new Map<string, TensorData>();
  for (const [name, tensor] of tensors) {
    // A copy: a backend may hand out its own memory, which the next update changes.
    data.set(name, { shape: tensor.shape, data: Float32Array.from(await tensor.data()) });
  }
  return data;
}

/**
 * Puts what a configuration describes, freshly made, to where a checkpoint left it. Writes nothing. Throws when the
 * checkpoint is of another model or of other OptimSchedulers.
 */
export function restore(run: RunParts, checkpoint: Checkpoint): void {
  const state = checkpoint.state as RunState;
  loadParameters(run.model.parameters, checkpoint.model);
  for (const each of run.optimSchedulers) {
    const plain = state.optimSchedulers[each.name];
    const saved = checkpoint.optimizers.get(each.name);
    if (plain === undefined || saved === undefined)
      throw new Error(
        `The checkpoint has no OptimScheduler "${each.name}", only ${Object.keys(state.optimSchedulers).join(', ')}: optim_sches was changed since. Start a new run with pretrained_model instead.`,
      );
    const tensors = new Map([...saved].map(([name, { data, shape }]) => [name, tf.tensor(data, [...shape])]));
    each.loadStateDict({ ...plain, tensors });
    tf.dispose([...tensors.values()]);
  }
  run.monitor.loadStateDict(state.monitor);
  Object.assign(run.position, state.position);
}

/** Gives every parameter its saved value. Throws when names or shapes differ. */
export function loadParameters(
  parameters: ReadonlyMap<string, tf.Variable>,
  saved: ReadonlyMap<string, TensorData>,
): void {
  for (const [name, parameter] of parameters) {
    const tensor = saved.get(name);
    if (tensor === undefined)
      throw new Error(`There is no saved value of the parameter ${name}: the model was changed since.`);
    if (String(tensor.shape) !== String(parameter.shape))
      throw new Error(
        `The saved ${name} has the shape [${tensor.shape}], the model's has [${parameter.shape}]: the model was changed since.`,
      );
    const value = tf.tensor(tensor.data, parameter.shape, 'float32');
    parameter.assign(value);
    value.dispose();
  }
  for (const name of saved.keys()) {
    if (!parameters.has(name))
      throw new Error(`The model has no parameter ${name}, which was saved: it was changed since.`);
  }
}
