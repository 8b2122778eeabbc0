import { commonKeys, type Entry, type OptimSchedulerConf, type Value } from '@optim-sches/schemas';
import type { Analysis } from '../session/analysis.js';

/** One step from a value into a part of it. */
export interface PathStep {
  /** The entry of a mapping that was entered; undefined for an item of a list. */
  readonly entry: Entry | undefined;
  /** The place in a list; undefined for an entry of a mapping. */
  readonly index: number | undefined;
  /** What stands there. */
  readonly value: Value;
}

/**
 * What a place belongs to, by the key that says it:
 * - `top`: a key of the file itself (a Runner's argument, a variable for !ref, `train_cfg`, or `optim_sches` at the top)
 * - `data`, `train_cfg`, `model`, `module_conf`: a key inside of these, at whatever depth
 * - `optim_sches`: the key of the block, or a blank in it
 * - `name`: the key of a named OptimScheduler
 * - `type`, `conf`: these two keys of an OptimScheduler
 * - `common`: a key of `conf` that every OptimScheduler has (`optim_conf` itself is one)
 * - `schedule`: a key of `conf` that belongs to its schedule
 * - `optim_conf`: an option of the optimizer
 * - `other`: none of these
 */
export type Role =
  | 'top'
  | 'data'
  | 'train_cfg'
  | 'model'
  | 'module_conf'
  | 'optim_sches'
  | 'name'
  | 'type'
  | 'conf'
  | 'common'
  | 'schedule'
  | 'optim_conf'
  | 'other';

/** What stands at an offset. To be used within one request: spans move with the next version. */
export interface NodeAt {
  /** From the file's own entry to the innermost one. */
  readonly path: readonly PathStep[];
  /** The keys and indices of `path`. */
  readonly keys: readonly (string | number)[];
  /** The innermost entry of a mapping; undefined where the path has none. */
  readonly entry: Entry | undefined;
  /** The innermost value that holds the offset; undefined in an empty file. */
  readonly value: Value | undefined;
  /** Whether the offset is in the key of the innermost step, in its value, or between its parts (on `: `, a blank). */
  readonly on: 'key' | 'value' | 'gap';
  readonly role: Role;
  /** The key that gives the role: `lr` for the option, also in a list inside of it. */
  readonly roleKey: string | undefined;
  /** The OptimScheduler around it, and its place in `config.optimSchedulers`. */
  readonly optimScheduler: OptimSchedulerConf | undefined;
  readonly optimSchedulerIndex: number | undefined;
}

/**
 * The path from the root of a file to the innermost value at an offset, and what that is part of. Only the mappings on
 * the way are looked at, by halving: the time does not grow with the file. What an alias or `!ref` brings is not entered.
 */
export function nodeAt(analysis: Analysis, offset: number): NodeAt {
  const { config, document } = analysis;
  const path: PathStep[] = [];
  let at = document.root;
  let on: NodeAt['on'] = 'gap';
  while (at) {
    const step = stepInto(at, offset);
    if (!step) break;
    path.push(step);
    const { entry, value } = step;
    on = placeIn(entry, value, offset);
    at = on === 'value' && value.via === undefined ? value : undefined;
  }
  const last = path.at(-1);
  const keys = path.map(({ entry, index }) => entry?.key ?? index ?? 0);
  const nodes = config.linked ? [] : config.optimSchedulers;
  const inside = new Set(path.map(({ value }) => value));
  const optimSchedulerIndex = path.length === 0 ? -1 : nodes.findIndex(({ node }) => inside.has(node));
  const optimScheduler = nodes[optimSchedulerIndex];
  return {
    path,
    keys,
    entry: path.findLast(({ entry }) => entry !== undefined)?.entry,
    value: last?.value ?? document.root,
    on,
    ...roleOf(analysis, path, optimScheduler),
    optimScheduler,
    optimSchedulerIndex: optimScheduler ? optimSchedulerIndex : undefined,
  };
}

function placeIn(entry: Entry | undefined, value: Value, offset: number): NodeAt['on'] {
  if (entry && offset <= entry.keySpan.end) return 'key';
  return offset >= value.span.start ? 'value' : 'gap';
}

/** The part of a value that holds the offset, its end included; undefined when none does. */
function stepInto(value: Value, offset: number): PathStep | undefined {
  if (value.kind === 'map') {
    const { entries } = value;
    let own = entries.length;
    // What `<<` brings stands behind the mapping's own entries, and was written elsewhere.
    while (own > 0 && entries[own - 1]?.value.via === 'merge') own--;
    const entry = entries[lastFrom(own, (index) => entries[index]?.keySpan.start ?? 0, offset)];
    return entry && offset <= Math.max(entry.keySpan.end, entry.value.span.end)
      ? { entry, index: undefined, value: entry.value }
      : undefined;
  }
  // The items of `!list a, b` have no places of their own.
  if ((value.kind !== 'list' && value.kind !== 'tuple') || value.tag?.startsWith('!')) return undefined;
  const { items } = value;
  const index = lastFrom(items.length, (at) => items[at]?.span.start ?? 0, offset);
  const item = items[index];
  return item && offset <= item.span.end ? { entry: undefined, index, value: item } : undefined;
}

/** The last of `count` parts in the order of the text that begins at the offset or before; -1 when none does. */
function lastFrom(count: number, startOf: (index: number) => number, offset: number): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (startOf(middle) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

type RoleAndKey = Pick<NodeAt, 'role' | 'roleKey'>;

function roleOf(
  { config }: Analysis,
  path: readonly PathStep[],
  one: OptimSchedulerConf | undefined,
): RoleAndKey {
  const keyAt = (depth: number) => path[depth]?.entry?.key;
  const first = keyAt(0);
  if (first === undefined) return { role: 'other', roleKey: undefined };
  const inTrainCfg = config.kind === 'exp_cfg' && first === 'train_cfg';
  const base = inTrainCfg ? 1 : 0;
  const key = keyAt(base);
  if (key === undefined) return { role: 'top', roleKey: first };
  if (key === 'optim_sches') {
    const named = config.form !== 'bare';
    const nameAt = base + 1;
    if (path.length <= nameAt) return { role: 'optim_sches', roleKey: key };
    if (!one) return { role: named && path.length === nameAt + 1 ? 'name' : 'other', roleKey: keyAt(nameAt) };
    return optimSchedulerRole(path.slice(named ? nameAt + 1 : nameAt), one);
  }
  if (key === 'model' && config.trainCfg && (inTrainCfg || config.kind === 'train_cfg')) {
    if (path.length === base + 1) return { role: inTrainCfg ? 'train_cfg' : 'top', roleKey: key };
    const own = keyAt(base + 1);
    if (own === 'module_conf' && path.length > base + 2)
      return { role: 'module_conf', roleKey: keyAt(base + 2) };
    return { role: 'model', roleKey: own };
  }
  if (inTrainCfg) return { role: 'train_cfg', roleKey: key };
  if (first === 'data_cfg' && path.length > 1)
    return { role: 'data', roleKey: path.findLast(({ entry }) => entry !== undefined)?.entry?.key };
  return { role: 'top', roleKey: first };
}

/** `path` starts below the OptimScheduler's own mapping. */
function optimSchedulerRole(path: readonly PathStep[], one: OptimSchedulerConf): RoleAndKey {
  const [first, second, third] = path.map(({ entry }) => entry?.key);
  if (first === undefined) return { role: 'name', roleKey: one.name };
  if (first === 'type') return { role: 'type', roleKey: first };
  if (first !== 'conf') return { role: 'other', roleKey: first };
  if (second === undefined) return { role: 'conf', roleKey: first };
  if (second === 'optim_conf' && third !== undefined) return { role: 'optim_conf', roleKey: third };
  return { role: commonKeys.has(second) ? 'common' : 'schedule', roleKey: second };
}
