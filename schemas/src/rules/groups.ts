import { commonConf } from '../config/common-conf.js';
import type { Config, OptimSchedulerConf } from '../config/config.js';
import { experimentArguments } from '../config/exp-cfg.js';
import { commonKeys } from '../config/read-block.js';
import { readFields } from '../config/read-fields.js';
import type { MapValue } from '../document/value.js';
import type { Fields } from '../fields.js';
import type { FieldGroup } from './rule.js';

const group = (
  kind: FieldGroup['kind'],
  owner: string,
  map: MapValue,
  fields: Fields,
  skip?: (key: string) => boolean,
): FieldGroup => ({ kind, owner, map, fields, issues: readFields(fields, map, skip).issues });

function confGroups(one: OptimSchedulerConf): FieldGroup[] {
  const groups: FieldGroup[] = [];
  if (one.conf) {
    const own: Fields | undefined = one.scheduler?.conf;
    // A user's own schedule takes keys that nobody else knows: then only the common ones are looked at.
    const fields = own ? commonConf.extend(own.shape) : commonConf;
    const skip = own ? undefined : (key: string) => !commonKeys.has(key);
    groups.push(group('conf', one.scheduler?.type ?? 'an OptimScheduler', one.conf, fields, skip));
  }
  if (one.optimConf && one.optimizer)
    groups.push(
      group('optim_conf', `torch.optim.${one.optimizer.type}`, one.optimConf, one.optimizer.options),
    );
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
