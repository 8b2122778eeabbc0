import {
  type Fields,
  findDataset,
  findOptimizer,
  findScheduler,
  flowYaml,
  type KeyFacts,
  runtimeDatasets,
  runtimeModels,
  valueKinds,
} from '@optim-sches/schemas';
import type { Level } from '../text/cursor-place.js';
import { confSample, defaultLr, optimSchedulerSample, usable } from './conf-sample.js';
import { type Context, entriesOf, modelTypeOf, scalarAt, typesFor } from './context.js';
import { factsOf, fieldsOf, type GroupName } from './fields.js';
import { recipeKeys } from './recipe-keys.js';
import { mapOf, oneOf, type Sample, type SampleMap, sampleOf, stop } from './sample.js';

const yaml = (names: readonly string[]) => names.map((name) => flowYaml(name));
const firstType = (context: Context) => typesFor(context.target)[0];
const [firstModel = ''] = runtimeModels;
const [firstDataset = ''] = runtimeDatasets;

/** What is put behind a key that is new in a mapping; undefined where there is nothing sensible to put. */
export function keySample(
  group: GroupName,
  facts: KeyFacts,
  level: Level,
  context: Context,
): Sample | undefined {
  const special = specials[`${group.split(' ')[0]}/${facts.name}`];
  return special ? special(level, context) : (choices(group, facts) ?? plain(group, facts));
}

type Special = (level: Level, context: Context) => Sample | undefined;

const losses: Special = (_, context) => oneOf(yaml(context.model()?.losses ?? ['loss']));

const specials: Readonly<Record<string, Special>> = {
  'entry/type': (_, context) => stop(firstType(context)?.type ?? ''),
  'entry/conf': (level, context) =>
    confSample(findScheduler(scalarAt(entriesOf(level), 'type', context) ?? '')),
  'common/optim_type': () => oneOf(yaml(usable.map(({ type }) => type))),
  'common/optim_conf': (level, context) => {
    const optimizer = findOptimizer(scalarAt(entriesOf(level), 'optim_type', context) ?? 'Adam');
    return mapOf({ lr: stop(defaultLr(optimizer) ?? 0.001) });
  },
  'common/optim_losses': losses,
  'common/optim_loss': losses,
  'common/updated_modules': (_, context) => {
    const modules = context.model()?.modules;
    return modules ? oneOf([...yaml(modules), 'null']) : stop(null);
  },
  'model/model_type': () => oneOf(yaml(runtimeModels)),
  'model/module_conf': (_, context) => recipeSample(`module_conf ${modelTypeOf(context) ?? ''}`),
  'model/model_conf': () => mapOf({ pretrained_model: stop('runs/quick') }),
  'model_conf/pretrained_model': () => stop('runs/quick'),
  'pretrained_model/path': () => stop('runs/quick'),
  'train_cfg/model': () => modelSample,
  'train_cfg/optim_sches': (_, context) => blockSample(context),
  'data/type': () => oneOf(yaml(runtimeDatasets)),
  'data/conf': (level, context) =>
    recipeSample(`data_conf ${scalarAt(entriesOf(level), 'type', context) ?? ''}`),
  'data_cfg/train': () => dataSample('train'),
  'data_cfg/valid': () => dataSample('valid'),
  'experiment/data_cfg': () => mapOf({ train: dataSample('train'), valid: dataSample('valid') }),
  'experiment/train_cfg': (_, context) => mapOf({ model: modelSample, optim_sches: blockSample(context) }),
  'experiment/best_model_selection': (_, context) =>
    stop([['valid', metricsOf(context)[0] ?? 'loss', 'min', 1]]),
};

/** What the validation of the model gives, what is to be judged by first. */
export function metricsOf(context: Context): readonly string[] {
  const model = context.model();
  return model ? [...(model.validMetrics ?? []), ...model.losses] : ['loss'];
}

const modelSample = mapOf({
  model_type: stop(firstModel),
  module_conf: recipeSample(`module_conf ${firstModel}`),
});

function blockSample(context: Context): SampleMap | undefined {
  const first = firstType(context);
  return first && optimSchedulerSample(first.type, first.scheduler);
}

const dataSample = (split: 'train' | 'valid') =>
  findDataset(firstDataset) && mapOf({ type: stop(firstDataset), conf: mapOf({ split: stop(split) }) });

/** The keys of a group that most recipes write, with their defaults. */
function recipeSample(group: GroupName): SampleMap | undefined {
  const fields = fieldsOf(group);
  if (!fields) return undefined;
  const uses = recipeKeys[group.split(' ')[0] ?? ''] ?? {};
  const most = Math.max(...Object.values(uses).map((use) => use.uses));
  const keys = factsOf(fields).filter(({ name, value }) => uses[name]?.uses === most && value !== null);
  return mapOf(Object.fromEntries(keys.map(({ name, value }) => [name, sampleOf(value)])));
}

function choices(
  group: GroupName,
  { name, choices: given, fallback, required }: KeyFacts,
): Sample | undefined {
  const field = fieldsOf(group)?.shape[name];
  if (!field) return undefined;
  const kinds = valueKinds(field);
  const words = [
    ...yaml(given ?? []),
    ...(kinds.boolean ? ['true', 'false'] : []),
    ...(kinds.isNull && (kinds.boolean || given) ? ['null'] : []),
  ];
  if (words.length === 0) return undefined;
  return oneOf(required || fallback === undefined ? words : [fallback, ...words]);
}

/** The default, or the example of the schedule where there is none. */
function plain(group: GroupName, { name, value, required }: KeyFacts): Sample | undefined {
  const [kind = '', type = ''] = group.split(' ');
  const example = kind === 'conf' ? exampleAt(type, name) : undefined;
  const field = fieldsOf(group)?.shape[name];
  const inside = field && valueKinds(field).fields;
  if (value === undefined && inside) return memberSample(inside, memberType(group, name));
  if (required) return example === undefined ? undefined : stop(example);
  return value === undefined ? undefined : stop(value);
}

/** The example of a scheduler inside of another, which has all but the keys that the outer one has. */
function memberSample(fields: Fields, type: string): SampleMap {
  const example = Object.entries(findScheduler(type)?.example.conf ?? {});
  return mapOf(
    Object.fromEntries(
      example.filter(([key]) => fields.shape[key]).map(([key, value]) => [key, stop(value)]),
    ),
  );
}

/** What the example of a schedule has for a key, also inside of its members: `torch.SequentialLR/schedulers/LinearLR`. */
export function exampleAt(path: string, key: string): unknown {
  const [type = '', ...inside] = path.split('/');
  const example = findScheduler(type)?.example.conf;
  if (inside.length === 0) return example?.[key];
  return findScheduler(memberType(path, inside.at(-1) ?? ''))?.example.conf[key];
}

/** The `type` of a scheduler that stands inside of another: of the same toolkit. */
export const memberType = (path: string, name: string): string =>
  `${path.replace(/^conf /, '').split('.')[0]}.${name}`;
