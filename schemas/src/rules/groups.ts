import * as z from 'zod';
import { commonConf } from '../config/common-conf.js';
import type { Config, OptimSchedulerConf } from '../config/config.js';
import { experimentArguments } from '../config/exp-cfg.js';
import { nestedMappings } from '../config/nested.js';
import { commonKeys } from '../config/read-block.js';
import { readFields } from '../config/read-fields.js';
import { asMap, stringOf } from '../config/values.js';
import { findDataset, runtimeDatasets } from '../data/index.js';
import type { MapValue } from '../document/value.js';
import { entryOf, toPlain } from '../document/value.js';
import type { Fields } from '../fields.js';
import { findModel, runtimeModels } from '../models/index.js';
import { findOptimizer, torchOptimNames } from '../optimizers/index.js';
import { findScheduler } from '../schedulers/index.js';
import { meantTypes } from '../schedulers/meant-types.js';
import type { Scheduler } from '../schedulers/scheduler.js';
import { suggest } from '../suggest.js';
import type { FieldGroup } from './rule.js';

const group = (
  kind: FieldGroup['kind'],
  owner: string,
  map: MapValue,
  fields: Fields,
  skip?: (key: string) => boolean,
): FieldGroup => ({ kind, owner, map, fields, ...readFields(fields, map, skip) });

/** The name itself when it is known, else the one that is most likely meant. */
const nearest = (name: string | undefined, known: readonly string[]) =>
  name === undefined || known.includes(name) ? name : suggest(name, known);

function meantSchedule(type: string): Scheduler | undefined {
  const { types, sure } = meantTypes(type);
  const [only] = types;
  return only !== undefined && types.length === 1 && sure ? findScheduler(only) : undefined;
}

/** The schedule and optimizer that are named, or most likely meant: a misspelled name hides no other mistake. */
function meant({ type, scheduler, optimType }: OptimSchedulerConf) {
  return {
    scheduler: scheduler ?? (type === undefined ? undefined : meantSchedule(type)),
    optimizer: findOptimizer(nearest(optimType, torchOptimNames) ?? ''),
  };
}

/** The mappings of one OptimScheduler that have a schema. */
export function optimSchedulerGroups(one: OptimSchedulerConf): FieldGroup[] {
  const groups: FieldGroup[] = [];
  const { scheduler, optimizer } = meant(one);
  if (one.conf) {
    const own: Fields | undefined = scheduler?.conf;
    // A user's own schedule takes keys that nobody else knows: then only the common ones are looked at.
    const fields = own ? commonConf.extend(own.shape) : commonConf;
    const skip = own ? undefined : (key: string) => !commonKeys.has(key);
    const conf = group('conf', scheduler?.type ?? 'an OptimScheduler', one.conf, fields, skip);
    groups.push(conf, ...nestedGroups(conf));
  }
  if (one.optimConf && optimizer)
    groups.push(group('optim_conf', `torch.optim.${optimizer.type}`, one.optimConf, optimizer.options));
  return groups;
}

/** The mappings inside the values of a group, such as the schedulers that another one holds. */
const nestedGroups = ({ map, fields, owner }: FieldGroup): FieldGroup[] =>
  map.entries.flatMap((entry) => {
    const field = Object.hasOwn(fields.shape, entry.key) ? fields.shape[entry.key] : undefined;
    if (!field) return [];
    return nestedMappings(field, entry.value, entry).map((nested) => {
      const title = nested.fields.meta()?.title ?? owner;
      return { ...strictGroup('nested', title, nested.map, nested.fields), keySpan: nested.entry?.keySpan };
    });
  });

const anything = z.unknown().optional();

/** The keys of `train_cfg.model`. */
const modelFields: Fields = z.looseObject({
  model_type: anything,
  model_conf: anything,
  module_conf: anything,
  criterion_conf: anything,
  pretrained_model: anything,
});

/** The keys of one entry of `data_cfg`. */
const dataFields: Fields = z.looseObject({ type: anything, conf: anything });

/** Options that this runtime takes as they are written: what Python would let pass is refused here. */
function strictGroup(kind: FieldGroup['kind'], owner: string, map: MapValue, fields: Fields): FieldGroup {
  const { issues, ...rest } = group(kind, owner, map, fields);
  const strict = issues.map((issue) => {
    if (issue.kind !== 'bool-as-number' && issue.kind !== 'truthy' && issue.kind !== 'non-finite')
      return issue;
    const message = fields.shape[issue.key]?.safeParse(toPlain(issue.node)).error?.issues[0]?.message;
    return { ...issue, kind: 'invalid' as const, message: message ?? 'is wrong' };
  });
  return { ...rest, issues: strict };
}

function modelGroups({ trainCfg }: Config, runtime: boolean): FieldGroup[] {
  const written = entryOf(trainCfg, 'model');
  if (trainCfg && !written) {
    const around = group(
      'model',
      'train_cfg',
      trainCfg,
      z.looseObject({ model: anything }),
      (key) => !suggest(key, ['model']),
    );
    return around.issues.length === 1 ? [around] : [];
  }
  const model = asMap(written?.value);
  if (!model) return [];
  const groups = [group('model', 'train_cfg.model', model, modelFields)];
  const type = nearest(stringOf(entryOf(model, 'model_type')?.value)?.trim(), runtimeModels);
  const fields = type === undefined ? undefined : findModel(type)?.moduleConf;
  const moduleConf = asMap(entryOf(model, 'module_conf')?.value);
  if (runtime && type && fields && moduleConf)
    groups.push(strictGroup('module_conf', type, moduleConf, fields));
  return groups;
}

function dataGroups({ expCfg }: Config): FieldGroup[] {
  const dataCfg = asMap(entryOf(expCfg, 'data_cfg')?.value);
  return ['train', 'valid'].flatMap((split) => {
    const map = asMap(entryOf(dataCfg, split)?.value);
    const type = nearest(stringOf(entryOf(map, 'type')?.value), runtimeDatasets);
    const fields = type === undefined ? undefined : findDataset(type);
    // SpeeChain's data may be nested by domain, which this runtime does not read.
    if (!map || (entryOf(map, 'type') && !fields)) return [];
    const own = group('data', `data_cfg.${split}`, map, dataFields);
    const near = { ...own, issues: own.issues.filter(({ key }) => nearest(key, ['type', 'conf'])) };
    const conf = asMap(entryOf(map, 'conf')?.value);
    return type && fields && conf ? [near, strictGroup('data', type, conf, fields)] : [near];
  });
}

/** The mappings around the OptimSchedulers that have a schema; `runtime` adds what this runtime alone knows. */
export function fileGroups(config: Config, runtime: boolean): FieldGroup[] {
  const own = [...modelGroups(config, runtime), ...(runtime ? dataGroups(config) : [])];
  if (!config.expCfg) return own;
  // Other top-level keys of an experiment are free variables for !ref.
  return [
    group(
      'experiment',
      'the experiment',
      config.expCfg,
      experimentArguments,
      (key) => !(key in experimentArguments.shape),
    ),
    ...own,
  ];
}
