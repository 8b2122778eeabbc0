import type { commonConf } from '../config/common-conf.js';
import type { OptimSchedulerConf } from '../config/config.js';
import type { MapValue } from '../document/value.js';
import { entryOf } from '../document/value.js';
import { suggest } from '../suggest.js';
import { addEntry } from './edits.js';
import { missingScheduleKeys } from './missing-schedule-key.js';
import type { Finding, Rule, RuleContext } from './rule.js';
import { exampleOf, requiredKeys } from './schedule-key-example.js';
import { isMisspelled } from './unknown-key.js';

const examples: Readonly<Record<string, string>> = {
  type: 'noam.NoamLr',
  optim_type: 'Adam',
  optim_conf: '{}',
};

function exampleConf({ scheduler }: OptimSchedulerConf): string {
  const own = scheduler
    ? requiredKeys(scheduler).map((key) => `, ${key}: ${exampleOf(scheduler.type, key)}`)
    : [];
  return `{optim_type: Adam, optim_conf: {}${own.join('')}}`;
}

function missing(context: RuleContext, map: MapValue, key: string, one: OptimSchedulerConf): Finding {
  const value = key === 'conf' ? exampleConf(one) : (examples[key] ?? 'null');
  const { document, block } = context.config;
  const owner = entryOf(one.node, 'conf')?.value === map ? entryOf(one.node, 'conf')?.keySpan : one.nameSpan;
  return {
    span: owner ?? block?.keySpan ?? map.span,
    message: `The OptimScheduler "${one.name}" has no "${key}". It is required: add ${key}: ${value}${key === 'optim_conf' ? ' for torch’s defaults' : ''}.`,
    fixes: [
      {
        title: `Add ${key}`,
        edits: addEntry(document.text, map, key, value),
        preferred: true,
        safe: key === 'optim_conf',
      },
    ],
  };
}

/** A required key is not there. */
export const missingKey: Rule = {
  code: 'optim/missing-key',
  severity: 'error',
  summary: 'A required key is missing.',
  docs: 'An OptimScheduler needs `type` and `conf`; its `conf` needs `optim_type` and `optim_conf` (write `{}` for torch’s defaults), and the keys for which the schedule has no default, such as `T_max` of `torch.CosineAnnealingLR`.',
  example: {
    bad: 'optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam}}\n',
    good: 'optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}}}\n',
  },
  *check(context): Iterable<Finding> {
    if (context.config.linked) return;
    for (const one of context.config.optimSchedulers) {
      const keys = one.node.entries.map((entry) => entry.key);
      // A misspelling of this key has its own problem.
      for (const key of ['type', 'conf'])
        if (
          !keys.includes(key) &&
          !keys.some((other) => other !== 'type' && other !== 'conf' && suggest(other, [key]))
        )
          yield missing(context, one.node, key, one);
      const conf = entryOf(one.node, 'conf');
      if (conf && !one.conf) {
        yield {
          span: conf.value.kind === 'null' ? conf.keySpan : conf.value.span,
          message: `The conf of "${one.name}" is ${conf.value.kind === 'null' ? 'empty' : 'not a mapping'}. It is a mapping with optim_type, optim_conf and the keys of the schedule.`,
        };
        continue;
      }
      const group = context.groups.find(({ map }) => map === one.conf);
      for (const key of ['optim_type', 'optim_conf'] satisfies (keyof typeof commonConf.shape)[]) {
        if (!one.conf || entryOf(one.conf, key)) continue;
        if (group && isMisspelled(group, key)) continue;
        yield missing(context, one.conf, key, one);
      }
    }
    yield* missingScheduleKeys(context);
  },
};
