import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '../checkpoint/files.js';
import { toJson } from '../checkpoint/json.js';
import { encodeSafetensors, type TensorData } from '../checkpoint/safetensors.js';
import { checkpointPath, readModel } from '../checkpoint/store.js';
import type { Run } from './run.js';

/** `best.json`: for each criterion the best epochs, the best first. */
export interface BestFile {
  readonly criteria: readonly {
    readonly group: string;
    readonly metric: string;
    readonly mode: 'max' | 'min';
    readonly best: readonly {
      readonly epoch: number;
      readonly step: number;
      readonly value: number;
      /** The folder of its checkpoint inside the run folder. */
      readonly checkpoint: string;
    }[];
  }[];
}

/** Writes which models are the best (`best.json`), and the averages that are due (`averages/`). */
export function writeSelection(
  runFolder: string,
  checkpoints: string,
  { monitor, position, recorder }: Run,
): void {
  const stepOf = (epoch: number) => position.epochSteps[epoch] ?? 0;
  const criteria = monitor.best().map(({ criterion: { group, metric, mode }, epochs }) => ({
    group,
    metric,
    mode,
    best: epochs.map(({ epoch, value }) => ({
      epoch,
      step: stepOf(epoch),
      value,
      checkpoint: `checkpoints/step-${stepOf(epoch)}`,
    })),
  }));
  const content: BestFile = { criteria };
  replaceFile(runFolder, 'best.json', [Buffer.from(`${toJson(content)}\n`)]);

  for (const { name, epochs } of monitor.averages) {
    try {
      writeAverage(
        join(runFolder, 'averages'),
        name,
        epochs.map((epoch) => checkpointPath(checkpoints, stepOf(epoch))),
      );
    } catch (error) {
      // No reason to lose a training.
      recorder.notice(
        `The average ${name} is not written: ${error instanceof Error ? error.message : error}`,
      );
    }
  }
}

function writeAverage(folder: string, name: string, checkpoints: readonly string[]): void {
  const sum = new ModelSum();
  for (const path of checkpoints) sum.add(readModel(path));
  mkdirSync(folder, { recursive: true });
  replaceFile(folder, `${name}.safetensors`, encodeSafetensors(sum.mean()));
}

/** Adds up models one after the other, in double precision, so that only one is in memory beside the sum. */
class ModelSum {
  readonly #sums = new Map<string, { readonly shape: readonly number[]; readonly values: Float64Array }>();
  #count = 0;

  add(model: ReadonlyMap<string, TensorData>): void {
    this.#count += 1;
    for (const [name, { shape, data }] of model) {
      const { values } = this.#sums.get(name) ?? { values: new Float64Array(data.length) };
      for (let i = 0; i < data.length; i++) values[i] = (values[i] ?? 0) + (data[i] ?? Number.NaN);
      this.#sums.set(name, { shape, values });
    }
  }

  mean(): Map<string, TensorData> {
    const mean = (values: Float64Array) => Float32Array.from(values, (value) => value / this.#count);
    return new Map([...this.#sums].map(([name, { shape, values }]) => [name, { shape, data: mean(values) }]));
  }
}
