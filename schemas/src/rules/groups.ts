import { commonConf } from '../config/common-conf.js';
import type { Config, OptimSchedulerConf } from '../config/config.js';
import { experimentArguments } from '../config/exp-cfg.js';
import { commonKeys } from '../config/read-block.js';
import { readFields } from '../config/read-fields.js';
import type { MapValue } from '../document/value.js';
import type { Fields } from '../fields.js';
import { findOptimizer, torchOptimNames } from '../optimizers/index.js';
import { findScheduler, schedulers } from '../schedulers/index.js';
import { suggest } from '../suggest.js';
import type { FieldGroup } from './rule.js';

const group = (
  kind: FieldGroup['kind'],
  owner: string,
  map: MapValue,
  fields: Fields,
  skip?: (key: string) => boolean,
): FieldGroup => ({ kind, owner, map, fields, issues: readFields(fields, map, skip).issues });

/** The schedule and optimizer that are named, or most likely meant: a misspelled name hides no other mistake. */
function meant({ scheduler, type, optimizer, optimType }: OptimSchedulerConf) {
  const spellings = schedulers.flatMap((entry) => [entry.type, ...entry.aliases]);
  const nearType = type && suggest(type, spellings);
  const nearOptimizer = optimType && suggest(optimType, torchOptimNames);
  return {
    scheduler: scheduler ?? (nearType ? findScheduler(nearType) : undefined),
    optimizer: optimizer ?? (nearOptimizer ? findOptimizer(nearOptimizer) : undefined),
  };
}

function confGroups(one: OptimSchedulerConf): FieldGroup[] {
  const groups: FieldGroup[] = [];
  const { scheduler, optimizer } = meant(one);
  if (one.conf) {
    const own: Fields | undefined = scheduler?.conf;
    // A user's own schedule takes keys that nobody else knows: then only the common ones are looked at.
    const fields = own ? commonConf.extend(own.shape) : commonConf;
    const skip = own ? undefined : (key: string) => !commonKeys.has(key);
    groups.push(group('conf', scheduler?.type ?? 'an OptimScheduler', one.conf, fields, skip));
  }
  if (one.optimConf && optimizer)
    groups.push(group('optim_conf', `torch.optim.${optimizer.type}`, one.optimConf, optimizer.options));
  return groups;
}

/** Every mapping of a configuration that has a schema, each read once for all rules. */
export function fieldGroups(config: Config): FieldGroup[] {
  const own = config.linked ? [] : config.optimSchedulers.flatMap(confGroups);
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
