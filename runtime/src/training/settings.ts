import { type Config, type Experiment, experimentArguments, readFields, toPlain } from '@optim-sches/schemas';
import type { Criterion, MonitorOptions } from './monitor.js';

/** The Runner's arguments that this runtime honours, with SpeeChain's defaults. */
export interface Settings {
  readonly experiment: Experiment;
  readonly seed: number;
  readonly numEpochs: number;
  readonly validPerEpochs: number;
  readonly reportPerSteps: number;
  readonly monitor: MonitorOptions;
  /** Arguments that are written in the file and mean nothing here, in the order written. */
  readonly withoutEffect: readonly string[];
}

/** Reads the Runner's arguments of a configuration that `check` has found to be right. Throws when one is not. */
export function readSettings(config: Config): Settings {
  const root = config.expCfg;
  const entries = root?.entries ?? [];
  const plain = Object.fromEntries(entries.map(({ key, value }) => [key, toPlain(value)]));
  const values = root === undefined ? undefined : readFields(experimentArguments, root).values;
  const read = experimentArguments.parse(values ?? plain);
  const criteria = criteriaOf(read.best_model_selection);
  if (criteria.length === 0 && read.early_stopping_patience !== null)
    throw new Error(
      'early_stopping_patience is given, but best_model_selection does not say which metric to look at. Add, for example, best_model_selection: [[valid, loss, min, 1]].',
    );
  return {
    experiment: config.experiment,
    seed: read.seed,
    numEpochs: config.experiment.numEpochs ?? read.num_epochs,
    validPerEpochs: read.valid_per_epochs,
    reportPerSteps: read.report_per_steps,
    monitor: {
      criteria,
      patience: read.early_stopping_patience,
      threshold: read.early_stopping_threshold,
      lastModelNumber: read.last_model_number,
    },
    withoutEffect: entries
      .map(({ key }) => key)
      .filter((key) => shapeOf(key)?.meta()?.noEffect !== undefined),
  };
}

function shapeOf(key: string) {
  const shape: Readonly<
    Record<string, (typeof experimentArguments.shape)[keyof typeof experimentArguments.shape]>
  > = experimentArguments.shape;
  return Object.hasOwn(shape, key) ? shape[key] : undefined;
}

/** `best_model_selection`: one `[group, metric, mode, number]`, or a list of them. */
function criteriaOf(selection: unknown): Criterion[] {
  if (!Array.isArray(selection)) return [];
  const list: unknown[] = typeof selection[0] === 'string' ? [selection] : selection;
  return list.map((item) => {
    const [group, metric, mode, number] = item as unknown[];
    if (group !== 'train' && group !== 'valid')
      throw new Error(`best_model_selection names the group "${String(group)}": there are train and valid.`);
    return { group, metric: String(metric), mode: mode === 'max' ? 'max' : 'min', number: Number(number) };
  });
}
