import { flowYaml } from '../gallery/plain-yaml.js';
import { findScheduler } from '../schedulers/index.js';
import type { Scheduler } from '../schedulers/scheduler.js';

/** The keys that a schedule has no default for, in their order. */
export const requiredKeys = ({ conf }: Scheduler): string[] =>
  Object.entries(conf.shape)
    .filter(([, field]) => !field.safeParse(undefined).success)
    .map(([key]) => key);

/** A value for a key of a schedule as YAML, from the schedule's own example; `null` for a key that has none there. */
export const exampleOf = (type: string, key: string): string =>
  flowYaml(findScheduler(type)?.example.conf[key] ?? null);
