import type { OptimSchedulerConf } from '../config/config.js';
import { entryOf } from '../document/value.js';
import type { ScheduleEnd } from '../schedulers/scheduler.js';
import { perEpochKey } from './per-epoch-key.js';
import type { RuleContext } from './rule.js';
import type { TrainingLength } from './schedule-length.js';
import { trainingCourse } from './training-course.js';

/** A training has at least this many times more real steps before its numbers of epochs stand out. */
const manyMore = 10;

/** The written keys that count how often a schedule is stepped, with the largest number of each. */
function counts({ conf, scheduler, schedulerConf }: OptimSchedulerConf): { key: string; at: number }[] {
  return Object.entries(scheduler?.conf.shape ?? {}).flatMap(([key, field]) => {
    const unit = field.meta()?.unit ?? '';
    if (!entryOf(conf, key) || !unit.startsWith('real steps')) return [];
    const value = schedulerConf?.[key];
    const numbers = (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'number');
    return numbers.length > 0 ? [{ key, at: Math.max(...numbers) }] : [];
  });
}

/**
 * The key (if any) and the number by which a schedule that is stepped at every real step plainly counts epochs:
 * everything it does is over within as many real steps as there are epochs, or (without such a number) nothing is left
 * of the learning rate well before the end. Undefined where that is not so, or where nobody knows how many real steps
 * the training has.
 */
export function epochsAsSteps(
  one: OptimSchedulerConf,
  end: ScheduleEnd | undefined,
  { epochs, realSteps }: TrainingLength,
  context: RuleContext,
): { readonly key: string | undefined; readonly at: number } | undefined {
  if (epochs === undefined || realSteps === undefined || realSteps < manyMore * epochs) return undefined;
  if (end?.unit === 'real steps' && entryOf(one.conf, end.key) && end.at > 1 && end.at <= epochs)
    return { key: end.key, at: end.at };
  if (!perEpochKey(one)) return undefined;
  const written = counts(one);
  const longest = written.reduce((a, b) => (b.at > a.at ? b : a), { key: '', at: 0 });
  if (written.length > 0) return longest.at > 1 && longest.at <= epochs ? longest : undefined;
  const { goneBy } = end ? {} : trainingCourse(one, realSteps, context);
  return goneBy === undefined ? undefined : { key: undefined, at: goneBy };
}
