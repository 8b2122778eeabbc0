import {
  commonConf,
  entryOf,
  experimentArguments,
  type Fields,
  findDataset,
  trainCfgSchema,
} from '@optim-sches/schemas';
import type { Analysis } from '../session/analysis.js';
import type { Host } from '../session/host.js';
import { modelOf } from '../session/model.js';
import type { NodeAt } from '../text/node-at.js';

/** A key with the schema that describes it. */
export interface KeyAt {
  readonly key: string;
  readonly fields: Fields;
  /** What the key is an argument of, in words: `torch.optim.Adam`. */
  readonly owner: string;
  /** Every value of its group, with defaults; undefined when one of them is wrong. */
  readonly values?: Readonly<Record<string, unknown>> | undefined;
}

/** What describes the key that gives a place its role; undefined for a key that nobody describes. */
export function keyAt(analysis: Analysis, node: NodeAt, host: Host): KeyAt | undefined {
  const { roleKey: key } = node;
  const group = key === undefined ? undefined : groupAt(analysis, node, host);
  return group && key !== undefined && Object.hasOwn(group.fields.shape, key) ? { ...group, key } : undefined;
}

type Group = Omit<KeyAt, 'key'>;

function groupAt(analysis: Analysis, node: NodeAt, host: Host): Group | undefined {
  const { optimScheduler: one, role } = node;
  const { config } = analysis;
  switch (role) {
    case 'common':
      return { owner: 'every OptimScheduler', fields: commonConf };
    case 'schedule':
      return (
        one?.scheduler && { owner: one.scheduler.type, fields: one.scheduler.conf, values: one.schedulerConf }
      );
    case 'optim_conf':
      return (
        one?.optimizer && {
          owner: `torch.optim.${one.optimizer.type}`,
          fields: one.optimizer.options,
          values: one.optimizerOptions,
        }
      );
    case 'top':
      if (node.roleKey === 'model') return { owner: 'train_cfg', fields: trainFields };
      return config.expCfg && { owner: 'the experiment', fields: experimentArguments };
    case 'train_cfg':
      return { owner: 'train_cfg', fields: trainFields };
    case 'model':
      return { owner: 'the model', fields: modelFields };
    case 'module_conf': {
      const fields = modelOf(analysis, host)?.moduleConf;
      return fields && { owner: config.modelType ?? 'the model', fields };
    }
    case 'data':
      return dataGroup(node);
    default:
      return undefined;
  }
}

const trainFields: Fields = trainCfgSchema;
const modelFields: Fields = trainCfgSchema.shape.model.unwrap();

/** The keys of a data set's conf: `data_cfg.train.conf.batch_size`. */
function dataGroup({ path }: NodeAt): Group | undefined {
  const at = path.findLastIndex(({ entry }) => entry?.key === 'conf');
  if (at < 1 || path.length !== at + 2) return undefined;
  const type = entryOf(path[at - 1]?.value, 'type')?.value;
  const fields = type?.kind === 'str' ? findDataset(type.value) : undefined;
  return fields && type?.kind === 'str' ? { owner: type.value, fields } : undefined;
}
