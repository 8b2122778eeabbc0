import { commonConf, commonKeys, findScheduler, valueKinds } from '@optim-sches/schemas';
import type { Level } from '../text/cursor-place.js';
import { type Context, entriesOf, entryAt, modelTypeOf, scalarAt } from './context.js';
import { fieldsOf, type GroupName } from './fields.js';

/** A field that a value is for. */
export interface ValueOf {
  readonly group: GroupName;
  readonly key: string;
  /** The place in a list, when it is an item of the key's value. */
  readonly index?: number;
}

/** What a configuration has at one place: keys, a value, or either. */
export interface Place {
  /** The groups whose keys may stand here. */
  readonly groups: readonly GroupName[];
  /** What a value here is for. */
  readonly value?: ValueOf;
  /** Which whole OptimSchedulers may be put here: the block itself, one of its names, or the two keys of a bare block. */
  readonly starters?: 'root' | 'train_cfg' | 'block';
  /** The place of a key or an item. */
  child(step: string | number, level: Level | undefined, context: Context): Place | undefined;
}

const nothing: Place = { groups: [], child: (step) => anywhere(step) };

/** `optim_sches` is known wherever it stands. */
const anywhere = (step: string | number): Place => (step === 'optim_sches' ? block : nothing);

/** A key of a group: its value, and what may stand inside of that. */
function fieldPlace(group: GroupName, key: string, index?: number): Place {
  const field = fieldsOf(group)?.shape[key];
  const value: ValueOf = { group, key, ...(index === undefined ? {} : { index }) };
  const inside = `${group}/${key}`;
  const isItem = index !== undefined;
  const kinds = field && valueKinds(field);
  const holdsKeys = fieldsOf(inside) !== undefined && (isItem || kinds?.fields !== undefined);
  return {
    groups: holdsKeys ? [inside] : [],
    value,
    child: (step) => {
      if (typeof step === 'number') return fieldPlace(group, key, step);
      return holdsKeys && fieldsOf(inside)?.shape[step] ? fieldPlace(inside, step) : nothing;
    },
  };
}

/** The keys of one group, some of which are places of their own. */
function groupPlace(
  group: GroupName,
  own: Readonly<Record<string, (level: Level | undefined, context: Context) => Place>> = {},
  rest: Omit<Place, 'groups' | 'child'> = {},
): Place {
  return {
    ...rest,
    groups: [group],
    child(step, level, context) {
      const place = Object.hasOwn(own, step) ? own[step]?.(level, context) : undefined;
      if (place) return place;
      return fieldsOf(group)?.shape[step] ? fieldPlace(group, String(step)) : anywhere(step);
    },
  };
}

/** The value of a key, and a mapping inside of it. */
const within = (inside: Place, group: GroupName, key: string): Place => ({
  ...inside,
  value: { group, key },
});

const conf = (entry: Level | undefined, context: Context): Place => {
  const type = scalarAt(entriesOf(entry), 'type', context);
  const scheduler = type === undefined ? undefined : findScheduler(type);
  const own: GroupName | undefined = scheduler && `conf ${scheduler.type}`;
  return {
    groups: own ? ['common', own] : ['common'],
    value: { group: 'entry', key: 'conf' },
    child(step, level) {
      if (typeof step === 'number') return nothing;
      if (step === 'optim_conf') {
        const optimType = scalarAt(entriesOf(level), 'optim_type', context)?.split('.').at(-1);
        return within(groupPlace(`optim_conf ${optimType ?? ''}`), 'common', 'optim_conf');
      }
      if (commonKeys.has(step) && commonConf.shape[step as keyof typeof commonConf.shape])
        return fieldPlace('common', step);
      return own && fieldsOf(own)?.shape[step] ? fieldPlace(own, step) : nothing;
    },
  };
};

const entry: Place = groupPlace('entry', { conf });

/** `optim_sches`: names, or the two keys of a bare block. */
const block: Place = {
  groups: ['entry'],
  value: { group: 'train_cfg', key: 'optim_sches' },
  starters: 'block',
  child(step, level, context) {
    const isBare = step === 'type' || step === 'conf';
    return isBare ? entry.child(step, level, context) : entry;
  },
};

const pretrained = within(groupPlace('pretrained_model'), 'model_conf', 'pretrained_model');

const model: Place = within(
  groupPlace('model', {
    module_conf: (_, context) =>
      within(groupPlace(`module_conf ${modelTypeOf(context) ?? ''}`), 'model', 'module_conf'),
    model_conf: () =>
      within(groupPlace('model_conf', { pretrained_model: () => pretrained }), 'model', 'model_conf'),
    pretrained_model: () => pretrained,
  }),
  'train_cfg',
  'model',
);

const trainCfg: Place = groupPlace(
  'train_cfg',
  { model: () => model, optim_sches: () => block },
  { starters: 'train_cfg', value: { group: 'experiment', key: 'train_cfg' } },
);

const data: Place = groupPlace('data', {
  conf: (level, context) =>
    within(groupPlace(`data_conf ${scalarAt(entriesOf(level), 'type', context) ?? ''}`), 'data', 'conf'),
});

const dataCfg: Place = within(
  groupPlace('data_cfg', { train: () => data, valid: () => data, test: () => data }),
  'experiment',
  'data_cfg',
);

/** The file itself. An experiment has its model and its block in train_cfg; a file of its own has them at the top. */
const root: Place = {
  groups: ['experiment', 'train_cfg'],
  starters: 'root',
  child(step, level, context) {
    if (step === 'train_cfg') return trainCfg;
    if (step === 'data_cfg') return dataCfg;
    if (step === 'optim_sches' || step === 'model') return trainCfg.child(step, level, context) ?? nothing;
    return fieldsOf('experiment')?.shape[step] ? fieldPlace('experiment', String(step)) : nothing;
  },
};

/** What the configuration has at the cursor; undefined in a file that is none of ours. */
export function placeAt(context: Context): Place | undefined {
  const { path, levels } = context.cursor;
  if (!path.includes('optim_sches') && !isOurs(context)) return undefined;
  let place: Place | undefined = root;
  for (const [index, step] of path.entries()) place = place?.child(step, levels[index], context);
  return place;
}

/** Keys that other kinds of files hardly have at their top. */
const telling = [
  'optim_sches',
  'train_cfg',
  'data_cfg',
  'infer_cfg',
  'num_epochs',
  'accum_grad',
  'best_model_selection',
];

/** Whether a file is one of ours, or may become one: it has nothing but keys of an experiment. */
function isOurs(context: Context): boolean {
  const keys = context.root();
  const own = fieldsOf('experiment')?.shape ?? {};
  return (
    telling.some((key) => entryAt(keys, key) !== undefined || context.cursor.path[0] === key) ||
    keys.every(({ key }) => Object.hasOwn(own, key) || key === 'model')
  );
}
