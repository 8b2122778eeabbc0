import { exponentDecay } from './exp.js';
import { noam } from './noam.js';
import type { Scheduler } from './scheduler.js';

/** Every schedule there is, in the order in which they are listed to a reader. */
// A list of many conf types: each entry keeps its own inside, so the list forgets them.
export const schedulers: readonly Scheduler[] = [noam, exponentDecay] as unknown as Scheduler[];

const byType = new Map(schedulers.flatMap((s) => [s.type, ...s.aliases].map((type) => [type, s])));

/** The schedule that a `type` names, documented spelling or alias; undefined when there is none. */
export function findScheduler(type: string): Scheduler | undefined {
  return byType.get(type);
}
