import {
  commonConf,
  dataCfgFields,
  dataEntryFields,
  experimentArguments,
  type Fields,
  findDataset,
  findModel,
  findOptimizer,
  findScheduler,
  type KeyFacts,
  keyFacts,
  modelConfFields,
  modelFields,
  optimSchedulerFields,
  pretrainedModelFields,
  trainCfgFields,
  valueKinds,
} from '@optim-sches/schemas';

/**
 * A group of keys by its name, so that an item can be asked for its docs later: `experiment`, `conf noam.NoamLr`,
 * `optim_conf Adam`; what stands inside of a key is `conf torch.SequentialLR/schedulers/LinearLR`.
 */
export type GroupName = string;

const single: Readonly<Record<string, Fields>> = {
  experiment: experimentArguments,
  train_cfg: trainCfgFields,
  model: modelFields,
  model_conf: modelConfFields,
  pretrained_model: pretrainedModelFields,
  data_cfg: dataCfgFields,
  data: dataEntryFields,
  entry: optimSchedulerFields,
  common: commonConf,
};

const named: Readonly<Record<string, (name: string) => Fields | undefined>> = {
  conf: (type) => findScheduler(type)?.conf,
  optim_conf: (type) => findOptimizer(type)?.options,
  module_conf: (type) => findModel(type)?.moduleConf,
  data_conf: findDataset,
};

/** The schema of a group; undefined when there is none of that name. */
export function fieldsOf(group: GroupName): Fields | undefined {
  const [head = '', ...inside] = group.split('/');
  const blank = head.indexOf(' ');
  const first: Fields | undefined =
    blank < 0
      ? Object.hasOwn(single, head)
        ? single[head]
        : undefined
      : named[head.slice(0, blank)]?.(head.slice(blank + 1));
  return inside.reduce<Fields | undefined>((fields, key) => {
    const field = fields && Object.hasOwn(fields.shape, key) ? fields.shape[key] : undefined;
    return field && insideOf(field);
  }, first);
}

/** The keys of the mapping, or of the mappings in the list, that a field takes. */
function insideOf(field: NonNullable<Fields['shape'][string]>): Fields | undefined {
  const { fields, items } = valueKinds(field);
  return fields ?? (items?.[0] && valueKinds(items[0]).fields);
}

const known = new WeakMap<Fields, readonly KeyFacts[]>();

/** What there is to say of the keys of a group. */
export function factsOf(fields: Fields): readonly KeyFacts[] {
  const facts = known.get(fields) ?? keyFacts(fields);
  known.set(fields, facts);
  return facts;
}

/** What there is to say of one key. */
export const factOf = (group: GroupName, key: string): KeyFacts | undefined => {
  const fields = fieldsOf(group);
  return fields && factsOf(fields).find(({ name }) => name === key);
};

/** What a group is about, in words: `torch.optim.Adam`. */
export function ownerOf(group: GroupName): string {
  const [head = '', ...inside] = group.split('/');
  const [kind = '', name = ''] = head.split(' ');
  if (inside.length > 0) return `${inside.join('.')} of ${name || kind}`;
  switch (kind) {
    case 'experiment':
      return 'the experiment';
    case 'entry':
      return 'an OptimScheduler';
    case 'common':
      return 'every OptimScheduler';
    case 'optim_conf':
      return `torch.optim.${name}`;
    default:
      return name || kind;
  }
}
