import type { Entry, MapValue, Value } from '../document/value.js';
import { entryOf } from '../document/value.js';
import { findOptimizer } from '../optimizers/index.js';
import type { Conflict } from '../optimizers/optimizer.js';
import { findScheduler } from '../schedulers/index.js';
import type { OptimizerAround, Scheduler } from '../schedulers/scheduler.js';
import type { Config, OptimSchedulerConf } from './config.js';
import { readFields } from './read-fields.js';
import { asMap, numberOf, stringOf } from './values.js';

/** The keys of `conf` that every OptimScheduler has; the others belong to its schedule. */
export const commonKeys: ReadonlySet<string> = new Set([
  'optim_type',
  'optim_conf',
  'optim_loss',
  'optim_losses',
  'updated_modules',
  'step_per_update',
]);

/**
 * Whether the block holds one OptimScheduler (`{type, conf}`) or named ones. SpeeChain asks for exactly these two keys;
 * a `type` that is no mapping (or a `conf` that holds `optim_type`) shows what was meant when a key is missing or too many.
 */
export function blockForm(block: Value | undefined): Config['form'] {
  if (!block) return 'none';
  if (block.kind !== 'map') return 'invalid';
  const type = entryOf(block, 'type')?.value;
  const conf = entryOf(block, 'conf')?.value;
  if (type && type.kind !== 'map') return 'bare';
  return !type && conf && entryOf(conf, 'optim_type') ? 'bare' : 'named';
}

/** torch's modules that are not named after their class in lower case. */
const modules: Readonly<Record<string, string>> = {
  SparseAdam: 'sparse_adam',
  Adafactor: '_adafactor',
  Muon: '_muon',
};

/** `adam.Adam` names torch.optim.adam.Adam, which is torch.optim.Adam. */
function torchName(name: string | undefined): string | undefined {
  const [module, cls] = name?.trim().split('.') ?? [];
  return cls !== undefined && module === (modules[cls] ?? cls.toLowerCase()) ? cls : name?.trim();
}

const namesOf = (node: Value | undefined): string[] | undefined => {
  if (node?.kind === 'str') return [node.value];
  if (node?.kind !== 'list' && node?.kind !== 'tuple') return undefined;
  return node.items.flatMap((item) => stringOf(item) ?? []);
};

const known = new WeakMap<MapValue, OptimSchedulerConf>();

/** The same object again for the same node: an editor's next version of a text has most of them. */
function readOne(name: string, entry: Entry | undefined, node: MapValue): OptimSchedulerConf {
  const before = known.get(node);
  if (before?.name === name && before.nameSpan === entry?.keySpan) return before;
  const read = readAnew(name, entry, node);
  known.set(node, read);
  return read;
}

function readAnew(name: string, entry: Entry | undefined, node: MapValue): OptimSchedulerConf {
  const typeNode = entryOf(node, 'type')?.value;
  const type = stringOf(typeNode)?.trim();
  const scheduler = type === undefined ? undefined : findScheduler(type);
  const conf = asMap(entryOf(node, 'conf')?.value);
  const optimTypeNode = entryOf(conf, 'optim_type')?.value;
  const optimType = torchName(stringOf(optimTypeNode));
  const optimizer = optimType === undefined ? undefined : findOptimizer(optimType);
  const optimConf = asMap(entryOf(conf, 'optim_conf')?.value);
  const lossEntry = entryOf(conf, 'optim_losses') ?? entryOf(conf, 'optim_loss');
  const fields = conf && scheduler && readFields(scheduler.conf, conf, (key) => commonKeys.has(key));
  const options = optimConf && optimizer && readFields(optimizer.options, optimConf);
  const lrNode = entryOf(optimConf, 'lr')?.value;
  const lr = numberOf(lrNode) ?? (lrNode ? undefined : defaultLr(optimizer?.options));
  const around = { lr, type: optimizer?.type, options: options?.values };
  const schedulerConflicts = conflictsOf(scheduler, fields?.values, around);
  const stepPerUpdate = numberOf(entryOf(conf, 'step_per_update')?.value);
  return {
    name,
    nameSpan: entry?.keySpan,
    node,
    type,
    typeNode,
    scheduler,
    conf,
    optimType,
    optimTypeNode,
    optimizer,
    optimConf,
    optimLosses: namesOf(lossEntry?.value) ?? ['loss'],
    lossEntry,
    updatedModules: namesOf(entryOf(conf, 'updated_modules')?.value) ?? null,
    stepPerUpdate: stepPerUpdate !== undefined && stepPerUpdate >= 1 ? Math.floor(stepPerUpdate) : 1,
    schedulerConf: schedulerConflicts.length > 0 ? undefined : fields?.values,
    schedulerConflicts,
    optimizerOptions: options?.values,
    lr,
  };
}

/** What a schedule's origin refuses between keys that are right alone; it cannot be asked without a learning rate. */
function conflictsOf(
  scheduler: Scheduler | undefined,
  conf: Record<string, unknown> | undefined,
  { lr, ...around }: Omit<OptimizerAround, 'lr'> & { readonly lr: number | undefined },
): readonly Conflict[] {
  if (!scheduler?.check || conf === undefined || lr === undefined) return [];
  return scheduler.check(conf, { lr, ...around });
}

function defaultLr(
  options: { shape: Record<string, { safeParse(value: unknown): { data?: unknown } }> } | undefined,
) {
  const lr = options?.shape.lr?.safeParse(undefined).data;
  return typeof lr === 'number' ? lr : undefined;
}

/** The OptimSchedulers of a block, in the order written; entries that are no mappings are left out. */
export function readOptimSchedulers(block: Value | undefined): OptimSchedulerConf[] {
  const map = asMap(block);
  if (!map) return [];
  if (blockForm(map) === 'bare') return [readOne('main', undefined, map)];
  return map.entries.flatMap((entry) => {
    const node = asMap(entry.value);
    return node ? [readOne(entry.key, entry, node)] : [];
  });
}
