import { type Config, entryOf, type OptimSchedulerConf, toPlain } from '@optim-sches/schemas';
import { builtinDatasets, Dataset, type DatasetClass } from '../data/index.js';
import { builtinModels, Model, type ModelClass } from '../models/index.js';
import { OptimScheduler, type OptimSchedulerContext } from '../optim-scheduler.js';
import { metricOf } from '../optim-schedulers/driving-metric.js';
import { modulesOf } from '../optim-schedulers/own-parameters.js';
import { RegistryOptimScheduler } from '../optim-schedulers/registry.js';
import { whyNotExecutable } from '../optimizers/index.js';
import { mapAt } from './resolve-config.js';
import { readSettings, type Settings } from './settings.js';
import { loadUserClass } from './user-modules.js';

/** What a configuration describes, made. */
export interface Prepared {
  readonly settings: Settings;
  readonly modelType: string;
  readonly model: Model;
  readonly data: { readonly train: NamedData; readonly valid: NamedData | undefined };
  readonly optimSchedulers: readonly OptimScheduler[];
}

export interface NamedData {
  readonly type: string;
  readonly data: Dataset;
}

/** Why a configuration that is right cannot be trained here yet; undefined when it can. Runs nothing. */
export function whyNotTrainable(config: Config): string | undefined {
  if (config.optimSchedulers.length === 0)
    return 'There is nothing to train with: optim_sches names no OptimScheduler.';
  const reasons = config.optimSchedulers.map(({ optimType }) => whyNotExecutable(optimType ?? ''));
  return reasons.find((reason) => reason !== undefined);
}

/**
 * Makes the data, the model and the OptimSchedulers of a configuration that `check` has found to be right. A backend
 * must be running. Runs the user's own files next to the configuration (in `folder`) where it names any. Throws with
 * a message for the reader when something does not fit.
 */
export async function prepare(config: Config, folder: string): Promise<Prepared> {
  const settings = readSettings(config);
  const { seed, experiment } = settings;
  const dataCfg = mapAt(config.expCfg, 'data_cfg');
  const train = await makeData(dataCfg, 'train', seed, folder);
  if (train === undefined)
    throw new Error('data_cfg has no "train": write data_cfg: {train: {type: cmudict.CmuDict, conf: {}}}.');
  const valid = await makeData(dataCfg, 'valid', seed, folder);
  needValid(settings, config.optimSchedulers, valid);

  const { modelType } = config;
  if (modelType === undefined) throw new Error('train_cfg.model has no model_type, such as g2p.Transformer.');
  const ModelOfRun = await findModelClass(modelType, folder);
  const moduleConf = plainMap(entryOf(config.model, 'module_conf')?.value);
  const model = new ModelOfRun({ moduleConf, data: train.data, seed });
  assertModel(modelType, ModelOfRun, model, config.optimSchedulers);

  const optimSchedulers: OptimScheduler[] = [];
  for (const conf of config.optimSchedulers) {
    const Class = await findOptimSchedulerClass(conf, folder);
    optimSchedulers.push(OptimScheduler.create(Class, { conf, parameters: model.parameters, experiment }));
  }
  assertDisjoint(optimSchedulers);
  // A schedule that cannot be saved should say so now, not at the first checkpoint.
  for (const each of optimSchedulers) each.stateDict();
  return { settings, modelType, model, data: { train, valid }, optimSchedulers };
}

async function makeData(
  dataCfg: ReturnType<typeof mapAt>,
  group: 'train' | 'valid',
  seed: number,
  folder: string,
): Promise<NamedData | undefined> {
  const entry = mapAt(dataCfg, group);
  if (entry === undefined) return undefined;
  const type = entryOf(entry, 'type')?.value;
  if (type?.kind !== 'str') throw new Error(`data_cfg.${group} has no type, such as cmudict.CmuDict.`);
  const conf = plainMap(entryOf(entry, 'conf')?.value);
  const Class = await findDatasetClass(type.value, folder);
  const data = new Class({ conf, seed, folder });
  if (!(Number.isInteger(data.length) && data.length >= 1))
    throw new Error(
      `The data set ${type.value} of data_cfg.${group} has ${data.length} batches: there must be at least one.`,
    );
  return { type: type.value, data };
}

async function findDatasetClass(type: string, folder: string): Promise<DatasetClass> {
  const builtin = Object.hasOwn(builtinDatasets, type) ? builtinDatasets[type] : undefined;
  if (builtin !== undefined) return builtin;
  const role = { what: 'the data set', base: Dataset, baseName: 'Dataset' };
  return (await loadUserClass(type, folder, role)) as unknown as DatasetClass;
}

async function findModelClass(type: string, folder: string): Promise<ModelClass> {
  const builtin = Object.hasOwn(builtinModels, type) ? builtinModels[type] : undefined;
  if (builtin !== undefined) return builtin;
  return (await loadUserClass(type, folder, {
    what: 'the model',
    base: Model,
    baseName: 'Model',
  })) as unknown as ModelClass;
}

type OptimSchedulerClass = new (context: OptimSchedulerContext) => OptimScheduler;

async function findOptimSchedulerClass(
  conf: OptimSchedulerConf,
  folder: string,
): Promise<OptimSchedulerClass> {
  if (conf.scheduler !== undefined) return RegistryOptimScheduler;
  const role = { what: 'the schedule', base: OptimScheduler, baseName: 'OptimScheduler' };
  return (await loadUserClass(conf.type ?? '', folder, role)) as unknown as OptimSchedulerClass;
}

/** What the class declares must be what it does: `check` tells the user by the declarations. */
function assertModel(
  type: string,
  { modules, losses }: ModelClass,
  { parameters }: Model,
  confs: readonly OptimSchedulerConf[],
): void {
  if (parameters.size === 0)
    throw new Error(`The model ${type} has no parameters: make them with this.parameter(name, value).`);
  const undeclared = modulesOf(parameters).filter((module) => !modules.includes(module));
  if (undeclared.length > 0)
    throw new Error(
      `The model ${type} has parameters in the module "${undeclared[0]}", which its "static modules" do not list: [${modules.join(', ')}]. The first part of a parameter's name is its module.`,
    );
  for (const { name, optimLosses } of confs) {
    const unknown = optimLosses.find((loss) => !losses.includes(loss));
    if (unknown !== undefined)
      throw new Error(
        `The OptimScheduler "${name}" minimizes the loss "${unknown}", which the model ${type} does not have. It has: ${losses.join(', ')}.`,
      );
  }
}

function assertDisjoint(optimSchedulers: readonly OptimScheduler[]): void {
  const owners = new Map<string, string>();
  for (const { name, parameters } of optimSchedulers) {
    for (const parameter of parameters.keys()) {
      const other = owners.get(parameter);
      if (other !== undefined)
        throw new Error(
          `The OptimSchedulers "${other}" and "${name}" both update ${parameter}. Give each its own updated_modules.`,
        );
      owners.set(parameter, name);
    }
  }
}

function needValid(
  { monitor }: Settings,
  confs: readonly OptimSchedulerConf[],
  valid: NamedData | undefined,
): void {
  const driven = confs.find((conf) => metricOf(conf) !== undefined);
  if (driven !== undefined && valid === undefined)
    throw new Error(
      `The schedule ${driven.type} of the OptimScheduler "${driven.name}" is driven by a validation metric, but data_cfg has no "valid".`,
    );
  const wanted = monitor.criteria.find(({ group }) => group === 'valid');
  if (wanted !== undefined && valid === undefined)
    throw new Error(
      `best_model_selection looks at the metric "${wanted.metric}" of valid, but data_cfg has no "valid".`,
    );
}

function plainMap(
  value: ReturnType<typeof mapAt> | Parameters<typeof toPlain>[0] | undefined,
): Record<string, unknown> {
  return value?.kind === 'map' ? (toPlain(value) as Record<string, unknown>) : {};
}
