import type { Schedule, Step } from '../scheduler.js';
import type { Interval } from './keys.js';
import { counter } from './keys.js';
import { isExtreme } from './repeated-product.js';
import type { ClosedRule, ParamGroup, TorchRule } from './rule.js';
import { doneBefore } from './rule.js';
import type { Start } from './running.js';
import { milestonesBefore } from './running.js';

/** The learning rate after `t` steps, without walking there; undefined for a step that has to be walked to. */
type At = (t: number, step: Step) => number | undefined;

/** A rule that a sequence or a chain can compute without walking: one that writes nothing else into the group. */
const isClosed = (rule: TorchRule | undefined): rule is ClosedRule =>
  rule !== undefined && 'at' in rule && rule.construct === undefined;

/** Whether a rule that is started anew at a milestone goes on like one that has just been made. */
function beginsAlike(rule: ClosedRule, lr: number): boolean {
  if (rule.sets) return true;
  const fresh = rule.at(0, lr, { step: 0, epoch: 0 });
  return rule.anew !== undefined && Math.abs(rule.anew(lr) - fresh) <= 1e-15 * Math.abs(fresh);
}

/** SequentialLR of such rules; undefined where torch's own steps must be followed. */
export function sequenceAt(
  rules: readonly (TorchRule | undefined)[],
  milestones: readonly number[],
  lr: number,
  interval: Interval,
): At | undefined {
  const inOrder = milestones.every((milestone, index) => milestone >= (milestones[index - 1] ?? milestone));
  const closed = rules.filter(isClosed);
  if (!inOrder || closed.length < rules.length || !closed.every((rule) => beginsAlike(rule, lr)))
    return undefined;
  return (t, step) => {
    const index = milestonesBefore(milestones, t);
    const own = t - Math.max(0, index === 0 ? 0 : (milestones[index - 1] ?? 0));
    return closed[index]?.at(own, lr, { ...doneBefore(step), [interval]: own }) ?? Number.NaN;
  };
}

/** ChainedScheduler of rules that multiply: the product of their factors; undefined for others. */
export function chainAt(rules: readonly (TorchRule | undefined)[], lr: number): At | undefined {
  const closed = rules.filter(isClosed).filter((rule) => rule.multiplies);
  if (closed.length < rules.length) return undefined;
  return (t, step) => {
    let product = lr;
    for (const rule of closed) {
      const factor = rule.at(t, 1, doneBefore(step));
      product *= factor;
      // Taken in turn, step by step, the factors may not leave what can be computed with.
      if (isExtreme(factor) || isExtreme(product)) return undefined;
    }
    return product;
  };
}

/**
 * Starts a schedule that is several rules on one optimizer: by `at` where there is one, else step by step as torch does.
 * It needs no state: what a step finds depends on the step alone, but it takes its time to get there.
 */
export function startComposed(
  { interval }: { readonly interval: Interval },
  start: Start,
  lr: number,
  at: At | undefined,
): Schedule {
  const begin = () => {
    const group: ParamGroup = { lr };
    const running = start(group, { interval, done: { step: 0, epoch: 0 } });
    return { group, running, t: 0 };
  };
  let now = begin();
  /** The group at a step. An earlier one than before begins anew: what a step finds depends on the step alone. */
  function groupAt(step: Step): ParamGroup {
    const t = counter({ interval }, step);
    if (t < now.t) now = begin();
    const done = doneBefore(step);
    while (now.t < t) {
      now.t++;
      now.running.step({ interval, done: { ...done, [interval]: now.t } });
    }
    return now.group;
  }
  if (at) return { lr: (step) => at(counter({ interval }, step), step) ?? groupAt(step).lr };
  const schedule: Schedule = { lr: (step) => groupAt(step).lr };
  // Only CyclicLR and OneCycleLR write it, from their constructors on.
  return now.group.momentum === undefined
    ? schedule
    : { ...schedule, momentum: (step) => groupAt(step).momentum };
}
